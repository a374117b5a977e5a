/** Thumbnails would lie where uploads do, and each would be an upload again, without end. */
export class SameBucketError extends Error {
  override readonly name = 'SameBucketError';
}

/** A bucket's name, or the suffix that makes it one, is none that S3 takes. */
export class BucketNameError extends Error {
  override readonly name = 'BucketNameError';
}
