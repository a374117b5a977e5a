import { incomingBody } from './incoming-body.ts';
import type { ObjectCall } from './object-call.ts';
import type { Segment, StoredChecksum } from './object-record.ts';
import type { ObjectsContext } from './objects-context.ts';

/** A body that is stored, and that nothing refers to yet. `md5` in hex. */
export type StoredBody = { segment: Segment; md5: string; checksum?: StoredChecksum };

/** Stores the body of a request. Throws `ObjectError` when it is not the one that was announced, and keeps nothing. */
export async function storeBody(call: ObjectCall, { bodies }: ObjectsContext): Promise<StoredBody> {
  const body = incomingBody(call);
  const segment = await bodies.write(body.source);
  try {
    const { md5, checksum } = body.verify();
    return { segment, md5: md5.toString('hex'), ...(checksum && { checksum }) };
  } catch (error) {
    bodies.remove([segment]);
    throw error;
  }
}
