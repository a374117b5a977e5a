import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { Buckets } from '../buckets.ts';

const anyone = z.union([z.literal('*'), z.strictObject({ AWS: z.literal('*') })]);

const tlsOnly = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal('Deny'),
  Principal: anyone,
  Action: z.literal('s3:*'),
  Resource: z.union([z.string(), z.array(z.string())]),
  Condition: z.strictObject({
    Bool: z.strictObject({ 'aws:SecureTransport': z.union([z.literal('false'), z.literal(false)]) }),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const MOST_BYTES = 20_480;

const properties = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z
    .strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(tlsOnly) })
    .refine((policy) => JSON.stringify(policy).length <= MOST_BYTES, `has more than ${MOST_BYTES} bytes`),
});

/**
 * AWS::S3::BucketPolicy, of the one statement that refuses connections without TLS. It has nothing to act on here:
 * the gateway is reached over the loopback interface only. Any other statement is refused.
 */
export const s3BucketPolicy = resourceType({
  type: 'AWS::S3::BucketPolicy',
  properties,
  async create({ Bucket, PolicyDocument }, resource, { buckets }: { buckets: Pick<Buckets, 'putPolicy'> }) {
    buckets.putPolicy(Bucket, JSON.stringify(PolicyDocument));
    return { ref: physicalName(resource), attributes: {} };
  },
});
