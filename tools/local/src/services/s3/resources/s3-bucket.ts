import { isBucketName } from '../buckets.ts';
import { overlapping } from '../notification-config.ts';
import { bucketArn } from '../object-address.ts';
import type { BucketSettings } from '../bucket-rows.ts';
import { checkInvokedByS3 } from './invoked-by-s3.ts';
import { physicalId } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';
import { type BucketProperties, bucketProperties, type LambdaConfiguration } from './s3-bucket-schema.ts';

type ResourceName = { stackName: string; logicalId: string };

/** AWS::S3::Bucket: made, or brought to the notifications and lifecycle that the template says; objects stay. */
export const s3Bucket: ResourceType<BucketProperties, ResourcePorts> = {
  type: 'AWS::S3::Bucket',
  properties: bucketProperties,
  async create(bucket, resource, ports) {
    const name = bucket.BucketName ?? generatedName(resource);
    if (!isBucketName(name)) throw new Error(`property "BucketName" is no name of a bucket: ${name}`);
    const configurations = bucket.NotificationConfiguration?.LambdaConfigurations ?? [];
    for (const { Function: functionArn } of configurations) checkInvokedByS3(functionArn, name, ports);
    const notifications = configurations.map((each, index) => notificationOf(each, index, resource));
    checkOverlap(notifications);
    ports.buckets.put(name, { notifications, abortUploads: abortRules(bucket) });
    return { ref: name, attributes: attributesOf(name, ports) };
  },
};

function attributesOf(name: string, { region }: ResourcePorts): Record<string, string> {
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
    functionName: functionArn.slice(functionArn.lastIndexOf(':') + 1),
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
