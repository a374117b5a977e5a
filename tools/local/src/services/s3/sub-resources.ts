/**
 * Sub-resources of a bucket by their parameter, under the name that follows Get, Put or Delete in the API; one that
 * ends in `!` is a whole name. They are here so that a refusal names what was asked for.
 */
export const BUCKET_PARTS: Readonly<Record<string, string>> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  analytics: 'BucketAnalyticsConfiguration',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  lifecycle: 'BucketLifecycleConfiguration',
  logging: 'BucketLogging',
  metadataConfiguration: 'BucketMetadataConfiguration',
  metadataTable: 'BucketMetadataTableConfiguration',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  session: 'CreateSession!',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  versions: 'ListObjectVersions!',
  website: 'BucketWebsite',
};

/** Sub-resources of an object, likewise. */
export const OBJECT_PARTS: Readonly<Record<string, string>> = {
  acl: 'ObjectAcl',
  attributes: 'ObjectAttributes',
  'legal-hold': 'ObjectLegalHold',
  renameObject: 'RenameObject!',
  restore: 'RestoreObject!',
  retention: 'ObjectRetention',
  select: 'SelectObjectContent!',
  tagging: 'ObjectTagging',
  torrent: 'ObjectTorrent',
};
