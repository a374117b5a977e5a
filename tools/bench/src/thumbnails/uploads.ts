import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { assemblyFolder, buildAssembly, startStack } from '@hanok/local';
import sharp from 'sharp';
import * as z from 'zod';
import { clientSettings } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { timed } from '../harness/interleave.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { until } from '../pipeline/pipeline-clients.ts';

const UPLOADS = 1_000;
/** Uploads under way at once. */
const LANES = 4;
const LIMIT_MS = 600_000;

const outputs = z.looseObject({
  Thumbnails: z.looseObject({ ImagesBucketName: z.string(), ResizedBucketName: z.string() }),
});

/** Photos put into the bucket of the local stack until each has its thumbnail in the other one. */
export const uploads: Benchmark = {
  name: 'uploads',
  title: 'photos of 1,600 x 1,200 through the local stack: put, event, function, thumbnail',
  bounds: [{ figure: 'thumbnails that are missing', atMost: 0 }],
  run: async ({ scaled }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const stack = await startStack({ assembly: assemblyFolder, port: 0, onNotice: () => undefined });
    parts.defer(stack.stop);
    const { ImagesBucketName, ResizedBucketName } = outputs.parse(stack.outputs).Thumbnails;
    const s3 = new S3Client(clientSettings(stack.url));
    parts.defer(() => s3.destroy());
    const Body = await photo();
    const keys = Array.from({ length: scaled(UPLOADS) }, (_, index) => `photos/${index} 사진.jpg`);
    const ms = await timed(async () => {
      const left = keys.values();
      const lane = async () => {
        for (const Key of left) await s3.send(new PutObjectCommand({ Bucket: ImagesBucketName, Key, Body }));
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      await until(
        'every thumbnail',
        async () => (await keysOf(s3, ResizedBucketName)).size >= keys.length,
        LIMIT_MS,
      );
    });
    const made = await keysOf(s3, ResizedBucketName);
    const missing = keys.filter((key) => !made.has(`thumbnail-${key}`)).length;
    requireEqual('The number of thumbnails', made.size, keys.length);
    return {
      races: [],
      figures: {
        'thumbnails that are missing': missing,
        'thumbnails per second': (1_000 * keys.length) / ms,
      },
      counts: { uploads: keys.length, bytes: Body.length },
    };
  },
};

async function photo(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const create = { width: 1_600, height: 1_200, channels: 3 as const, background: '#808080', noise };
  return sharp({ create }).jpeg({ quality: 85 }).toBuffer();
}

async function keysOf(s3: S3Client, Bucket: string): Promise<Set<string>> {
  const keys = new Set<string>();
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
    for (const { Key = '' } of page.Contents ?? []) keys.add(Key);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}
