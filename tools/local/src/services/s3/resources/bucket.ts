import * as z from 'zod';
import { type Account, nameInArn } from '../../../arn.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalId } from '../../../template/physical-name.ts';
import { type ResourceName, resourceType } from '../../../template/resource-type.ts';
import type { InvokePermission } from '../../lambda/lambda-uses.ts';
import type { Buckets } from '../buckets.ts';
import { notificationEvent, overlapping } from '../events/notification-config.ts';
import { bucketArn } from '../object-address.ts';
import { isBucketName } from '../operations/buckets.ts';
import type { BucketSettings } from '../store/bucket-rows.ts';
import { checkInvokedByS3 } from './invoked-by-s3.ts';

const filterRule = z.strictObject({
  Name: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['prefix', 'suffix'])),
  Value: z.string(),
});

const lambdaConfiguration = z.strictObject({
  Event: notificationEvent,
  Function: z.string(),
  Filter: z.strictObject({ S3Key: z.strictObject({ Rules: z.array(filterRule).max(2) }) }).optional(),
});

const lifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.int().min(1) }).optional(),
});

/** What the stack supports of AWS::S3::Bucket. Versions, CORS, websites, replication and the like are refused by name. */
const bucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  NotificationConfiguration: z
    .strictObject({ LambdaConfigurations: z.array(lambdaConfiguration).default([]) })
    .optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array(lifecycleRule).min(1) }).optional(),
});

type BucketProperties = z.infer<typeof bucketProperties>;
type LambdaConfiguration = z.infer<typeof lambdaConfiguration>;

/** What a bucket is made with. */
type BucketUses = { buckets: Pick<Buckets, 'put'>; permissions: readonly InvokePermission[] };

/** AWS::S3::Bucket: made, or brought to the notifications and lifecycle that the template says; objects stay. */
export const s3Bucket = resourceType({
  type: 'AWS::S3::Bucket',
  properties: bucketProperties,
  ignored: {
    BucketEncryption: "objects are kept on the laptop's own disk",
    PublicAccessBlockConfiguration: 'the gateway is reached over the loopback interface only',
    OwnershipControls: 'the laptop has one account',
    'LifecycleConfiguration.Rules.ExpirationInDays': 'objects are deleted by --reset only',
    Tags: DESCRIBES,
  },
  async create(bucket, resource, { buckets, permissions }: BucketUses) {
    const name = bucket.BucketName ?? generatedName(resource);
    if (!isBucketName(name)) throw new Error(`property "BucketName" is no name of a bucket: ${name}`);
    const configurations = bucket.NotificationConfiguration?.LambdaConfigurations ?? [];
    for (const { Function: functionArn } of configurations)
      checkInvokedByS3(functionArn, name, permissions, resource.place);
    const notifications = configurations.map((each, index) => notificationOf(each, index, resource));
    checkOverlap(notifications);
    buckets.put(name, { notifications, abortUploads: abortRules(bucket) });
    return { ref: name, attributes: attributesOf(name, resource.place) };
  },
});

function attributesOf(name: string, { region }: Pick<Account, 'region'>): Record<string, string> {
  return {
    Arn: bucketArn(name),
    DomainName: `${name}.s3.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
  };
}

function notificationOf(configuration: LambdaConfiguration, index: number, resource: ResourceName) {
  const rule = (name: string) =>
    configuration.Filter?.S3Key.Rules.find((each) => each.Name === name)?.Value ?? '';
  const { Event: event, Function: functionArn } = configuration;
  return {
    id: physicalId({ ...resource, logicalId: `${resource.logicalId}/${index}` }, 32),
    event,
    functionName: nameInArn(functionArn),
    prefix: rule('prefix'),
    suffix: rule('suffix'),
  };
}

function checkOverlap(notifications: BucketSettings['notifications']): void {
  const [one, other] = overlapping(notifications) ?? [];
  if (one === undefined || other === undefined) return;
  throw new Error(
    `property "NotificationConfiguration.LambdaConfigurations": ${one.event} for ${one.functionName} and ` +
      `${other.event} for ${other.functionName} overlap, which S3 refuses: a key may have one receiver per event`,
  );
}

function abortRules({ LifecycleConfiguration }: BucketProperties): BucketSettings['abortUploads'] {
  return (LifecycleConfiguration?.Rules ?? []).flatMap(
    ({ Status, Prefix: prefix, AbortIncompleteMultipartUpload }) =>
      Status === 'Enabled' && AbortIncompleteMultipartUpload !== undefined
        ? [{ prefix, days: AbortIncompleteMultipartUpload.DaysAfterInitiation }]
        : [],
  );
}

/** Buckets share one namespace and know no upper case. */
function generatedName(resource: ResourceName): string {
  const readable = `${resource.stackName}-${resource.logicalId}`.toLowerCase().replace(/[^a-z0-9-]/g, '-');
  return `${readable.slice(0, 50)}-${physicalId(resource, 12)}`;
}
