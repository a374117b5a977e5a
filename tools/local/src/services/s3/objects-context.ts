import type { Access, Caller } from '../../gateway/service.ts';
import type { Refusal } from '../../gateway/refuse.ts';
import type { Bodies } from './bodies.ts';
import type { BucketRows } from './bucket-rows.ts';
import type { ObjectRows } from './object-rows.ts';
import type { OutboxRows } from './outbox-rows.ts';
import type { UploadRows } from './upload-rows.ts';

/** Where objects are kept. */
export type ObjectStore = {
  buckets: BucketRows;
  objects: ObjectRows;
  uploads: UploadRows;
  outbox: OutboxRows;
  bodies: Bodies;
  /** All of the work or none of it. */
  transaction<Result>(work: () => Result): Result;
};

/** Who a caller is and what it may do. */
export type ObjectPermissions = {
  callerOf(accessKeyId: string): Caller;
  /** The secret of a key of the stack; undefined for a key of a client outside it. */
  secretOf(accessKeyId: string): string | undefined;
  authorize(caller: Caller, access: readonly Access[]): Refusal | undefined;
};

/** What every operation works with. */
export type ObjectsContext = ObjectStore &
  ObjectPermissions & {
    region: string;
    accountId: string;
    /** Milliseconds since the epoch, as the clients know it: signatures and conditions go by it. */
    now(): number;
    /** Likewise on the stack's clock: the age of uploads goes by it. */
    clockNow(): number;
    /** Told when there is an event in the outbox. */
    onEvent(): void;
  };
