import { AsyncLocalStorage } from 'node:async_hooks';
import { traceHeaderOf } from '../../gateway/trace-header.ts';
import { part } from '../../stack/part.ts';
import { newRoot } from '../../traces/current-span.ts';
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
    const { permissions } = needs.lambda;
    const calls = new AsyncLocalStorage<{ trace: string | undefined }>();
    // S3 hands no header on: the event of a call with a trace begins a trace of its own.
    const accept: typeof needs.lambda.accept = (event) =>
      needs.lambda.accept(calls.getStore()?.trace ? { ...event, trace: `Root=${newRoot()}` } : event);
    const store = openS3Store(statePath('objects'));
    const buckets = createBuckets({ region, accountId, clock, store, permissions: needs.iam, accept });
    return {
      uses: { buckets, permissions, store },
      service: {
        ...buckets.service,
        handle: (request) =>
          calls.run({ trace: traceHeaderOf(request) }, () => buckets.service.handle(request)),
      },
      start: buckets.start,
      inFlight: () =>
        store.outbox.all().map(({ functionName }) => `an event of a bucket for ${functionName}`),
      reset: async () => store.clear(),
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
