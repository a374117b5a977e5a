import type { Access, Caller, Denial } from '../../gateway/service.ts';
import type { S3Store } from './store/s3-store.ts';

/** Who a caller is and what it may do. */
export type S3Permissions = {
  callerOf(accessKeyId: string): Caller;
  /** The secret of a key of the stack; undefined for a key of a client outside it. */
  secretOf(accessKeyId: string): string | undefined;
  authorize(caller: Caller, access: readonly Access[]): Denial | undefined;
};

/** What every operation works with. */
export type S3Context = S3Store &
  S3Permissions & {
    region: string;
    accountId: string;
    /** Milliseconds since the epoch, as the clients know it: signatures and conditions go by it. */
    now(): number;
    /** Likewise on the stack's clock: the age of uploads goes by it. */
    clockNow(): number;
    /** Told when there is an event in the outbox. */
    onEvent(): void;
  };
