import type { PhotoUpload } from './photo.ts';

/** The key of a photo in the table: `<bucket>/<key>`. No two photos share one: a bucket's name has no slash. */
export function photoKey({ bucket, key }: Pick<PhotoUpload, 'bucket' | 'key'>): string {
  return `${bucket}/${key}`;
}

/** The sequencer in a form whose order as text is that of the uploads, and which one upload has but once. */
export function uploadOrder({ sequencer }: Pick<PhotoUpload, 'sequencer'>): string {
  return sequencer.toUpperCase().padStart(64, '0');
}
