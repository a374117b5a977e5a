import type { ObjectStore } from './objects-context.ts';
import type { Upload } from './upload-rows.ts';

/** Forgets an upload and removes its parts. */
export function abortUpload(
  { id }: Pick<Upload, 'id'>,
  context: Pick<ObjectStore, 'uploads' | 'bodies' | 'transaction'>,
): void {
  const parts = context.transaction(() => {
    const uploaded = context.uploads.parts(id);
    context.uploads.remove(id);
    return uploaded;
  });
  context.bodies.remove(parts.flatMap(({ segments }) => segments));
}
