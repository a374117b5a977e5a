import { part } from '../../stack/part.ts';
import { iam } from '../iam/part.ts';
import { lambda } from '../lambda/part.ts';
import { createBuckets } from './buckets.ts';
import { s3BucketPolicy } from './resources/bucket-policy.ts';
import { s3Bucket } from './resources/bucket.ts';
import { openS3Store } from './store/s3-store.ts';

/** S3: objects in a folder, whose events go to functions. */
export const s3 = part({
  name: 's3',
  resources: [s3Bucket, s3BucketPolicy],
  needs: { iam, lambda },
  open: async ({ statePath, clock, region, accountId }, needs) => {
    const { accept, permissions } = needs.lambda;
    const store = openS3Store(statePath('objects'));
    const buckets = createBuckets({ region, accountId, clock, store, permissions: needs.iam, accept });
    return {
      uses: { buckets, permissions, store },
      service: buckets.service,
      start: buckets.start,
      reset: async () => store.clear(),
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
