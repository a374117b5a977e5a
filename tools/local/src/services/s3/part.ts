import { disposable, part } from '../../stack/part.ts';
import { iam } from '../iam/part.ts';
import { lambda } from '../lambda/part.ts';
import { createObjects } from './create-objects.ts';
import { s3Bucket } from './resources/bucket.ts';
import { s3BucketPolicy } from './resources/bucket-policy.ts';
import { openS3Store } from './store/s3-store.ts';

/** S3: objects in a folder, whose events go to functions. */
export const s3 = part({
  name: 's3',
  resources: [s3Bucket, s3BucketPolicy],
  needs: { iam, lambda },
  open: async (
    { statePath, clock, region, accountId },
    { iam: permissions, lambda: { accept, ...given } },
  ) => {
    const store = openS3Store(statePath('objects'));
    const objects = createObjects({ store, permissions, clock, region, accountId, accept });
    return {
      uses: { buckets: objects.buckets, permissions: given.permissions },
      service: objects.service,
      start: () => {
        objects.start();
        return disposable(objects.stop);
      },
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
