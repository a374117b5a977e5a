import { emptyAnswer, xmlAnswer } from '../answer.ts';
import { S3Error } from '../error.ts';
import type { NotificationConfig } from '../events/notification-config.ts';
import { arnOf } from '../../../arn.ts';
import { existingBucket, type S3Operation } from '../object-call.ts';
import type { Bucket } from '../store/bucket-rows.ts';

/*
 * What clients read of a bucket: what the template says of it where the stack does as it says, and else what AWS answers
 * for a bucket on which it was never set. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */

/** Every object of S3 is encrypted, if only by a key of its own. */
export const getBucketEncryption = fixed('ServerSideEncryptionConfiguration', {
  Rule: {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
    BucketKeyEnabled: false,
  },
});
/** Only who has keys of the stack, or stands on its machine, reaches a bucket. */
export const getPublicAccessBlock = fixed('PublicAccessBlockConfiguration', {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
});
export const getBucketOwnershipControls = fixed('OwnershipControls', {
  Rule: { ObjectOwnership: 'BucketOwnerEnforced' },
});
export const getBucketVersioning = fixed('VersioningConfiguration', '');
export const getBucketLogging = fixed('BucketLoggingStatus', '');
export const getBucketAccelerateConfiguration = fixed('AccelerateConfiguration', '');
export const getBucketRequestPayment = fixed('RequestPaymentConfiguration', { Payer: 'BucketOwner' });

export const getBucketTagging = absent('NoSuchTagSet');
export const getBucketCors = absent('NoSuchCORSConfiguration');
export const getBucketWebsite = absent('NoSuchWebsiteConfiguration');
export const getBucketReplication = absent('ReplicationConfigurationNotFoundError');
export const getObjectLockConfiguration = absent('ObjectLockConfigurationNotFoundError');

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl: S3Operation = (call, context) => {
  existingBucket(call, context);
  const ID = context.accountId;
  // The client goes by the type of the grantee, which is an attribute.
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${ID}</ID></Grantee>`;
  const answer = xmlAnswer('AccessControlPolicy', {
    Owner: { ID },
    AccessControlList: { Grant: { Permission: 'FULL_CONTROL' } },
  });
  return { ...answer, body: String(answer.body).replace('<Grant>', `<Grant>${grantee}`) };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy: S3Operation = (call, context) => {
  const body = policyOf(existingBucket(call, context));
  return { ...emptyAnswer(200, { 'content-type': 'application/json' }), body };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html No policy that the stack takes lets the public in. */
export const getBucketPolicyStatus: S3Operation = (call, context) => {
  policyOf(existingBucket(call, context));
  return xmlAnswer('PolicyStatus', { IsPublic: false });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration: S3Operation = (call, context) => {
  const { name, settings } = existingBucket(call, context);
  if (settings.abortUploads.length === 0) throw noSuch('NoSuchLifecycleConfiguration', name);
  const Rule = settings.abortUploads.map(({ prefix, days }, index) => ({
    ID: `rule-${index + 1}`,
    Filter: { Prefix: prefix },
    Status: 'Enabled',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
  }));
  return xmlAnswer('LifecycleConfiguration', { Rule });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration: S3Operation = (call, context) => {
  const { settings } = existingBucket(call, context);
  const functionArn = (name: string) => arnOf('lambda', context, `function:${name}`);
  return xmlAnswer('NotificationConfiguration', {
    CloudFunctionConfiguration: settings.notifications.map((each) => notification(each, functionArn)),
  });
};

function notification(
  { id, event, functionName, prefix, suffix }: NotificationConfig,
  functionArn: (name: string) => string,
) {
  const FilterRule = [
    { Name: 'Prefix', Value: prefix },
    { Name: 'Suffix', Value: suffix },
  ].filter(({ Value }) => Value !== '');
  return {
    Id: id,
    CloudFunction: functionArn(functionName),
    Event: event,
    Filter: FilterRule.length === 0 ? undefined : { S3Key: { FilterRule } },
  };
}

function policyOf({ name, settings }: Bucket): string {
  if (settings.policy === undefined) throw noSuch('NoSuchBucketPolicy', name);
  return settings.policy;
}

/** The same answer for every bucket. */
function fixed(root: string, content: Parameters<typeof xmlAnswer>[1]): S3Operation {
  return (call, context) => {
    existingBucket(call, context);
    return xmlAnswer(root, content);
  };
}

/** What no bucket of the stack has. */
function absent(code: string): S3Operation {
  return (call, context) => {
    throw noSuch(code, existingBucket(call, context).name);
  };
}

function noSuch(code: string, BucketName: string): S3Error {
  return new S3Error(code, undefined, { BucketName });
}
