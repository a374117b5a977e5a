import { openUpload } from './find-upload.ts';
import type { ObjectCall } from './object-call.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectsContext } from './objects-context.ts';
import type { PartRecord, Upload } from './upload-rows.ts';

const MOST_PARTS = 10_000;

/** A part takes the place of an earlier one with its number. The upload may have ended while it came in. */
export function putPart(call: ObjectCall, number: number, part: PartRecord, context: ObjectsContext): void {
  const { uploads, bodies } = context;
  try {
    const replaced = context.transaction(() => {
      const { id } = openUpload(call, context);
      const old = uploads.part(id, number);
      uploads.putPart(id, { number, ...part });
      return old;
    });
    bodies.remove(replaced?.segments ?? []);
  } catch (error) {
    bodies.remove(part.segments);
    throw error;
  }
}

export function checkAlgorithm({ record }: Upload, part: PartRecord, { bodies }: ObjectsContext): void {
  if (
    part.checksum === undefined ||
    part.checksum.algorithm === record.algorithm ||
    record.algorithm === undefined
  )
    return;
  bodies.remove(part.segments);
  const types = `expected checksum Type: ${record.algorithm}, actual checksum Type: ${part.checksum.algorithm}`;
  throw new ObjectError('InvalidRequest', `Checksum Type mismatch occurred, ${types}`);
}

/** The number that a call gives its part. Throws `ObjectError`. */
export function partNumber({ query }: ObjectCall): number {
  const value = query.get('partNumber') ?? '';
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MOST_PARTS) return number;
  const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
  throw new ObjectError('InvalidArgument', message, { ArgumentName: 'partNumber', ArgumentValue: value });
}
