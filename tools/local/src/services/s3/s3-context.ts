import type { Account } from '../../arn.ts';
import type { Roles } from '../iam/roles.ts';
import type { S3Store } from './store/s3-store.ts';

/** Who a caller is and what it may do. */
export type S3Permissions = Pick<Roles, 'authorize' | 'callerOf' | 'secretOf'>;

/** What every operation works with. */
export type S3Context = Account &
  S3Store &
  S3Permissions & {
    /** Milliseconds since the epoch, as the clients know it: signatures and conditions go by it. */
    now(): number;
    /** Likewise on the stack's clock: the age of uploads goes by it. */
    clockNow(): number;
    /** Told when there is an event in the outbox. */
    onEvent(): void;
  };
