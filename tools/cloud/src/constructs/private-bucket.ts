import { Aws, Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { HanokFunction } from './hanok-function.ts';

/** S3 does not take the name of a bucket. */
export class BucketNameError extends Error {
  override readonly name = 'BucketNameError';
}

/** The context value `key`, else account and region: all buckets of the world share one namespace. */
export function bucketSuffix(scope: Construct, key: string): string {
  const given: unknown = scope.node.tryGetContext(key);
  return given === undefined ? `${Aws.ACCOUNT_ID}-${Aws.REGION}` : String(given);
}

/**
 * A bucket for this account alone: encrypted, reached over TLS only, kept when the stack goes; an upload in parts that
 * is not completed is removed after a day. Its name is fixed, so that its ARN is known before it is made. Throws
 * `BucketNameError` for a name that S3 refuses.
 */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  private readonly bucket: CfnBucket;

  constructor(scope: Construct, id: string, { bucketName }: { bucketName: string }) {
    super(scope, id);
    checkBucketName(bucketName);
    this.name = bucketName;
    this.arn = `arn:${Aws.PARTITION}:s3:::${bucketName}`;
    const bucket = new Bucket(this, 'Bucket', { ...PRIVATE, bucketName });
    acknowledge(bucket, ACCEPTED_FINDINGS);
    this.bucket = cfnBucketOf(bucket);
  }

  /**
   * Grants actions on every object, and to see that one is not there: without the right to list the bucket, S3 answers
   * 403 then.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
   */
  allowObjects(user: HanokFunction, actions: string[]): void {
    user.allow(['s3:ListBucket'], this.arn);
    user.allow(actions, `${this.arn}/*`);
    acknowledge(user.role, {
      [`AwsSolutions-IAM5[Resource::${readable(this.arn)}/*]`]:
        'The uploader chooses the key, so that any object may come.',
    });
  }

  /**
   * Sends events of the bucket to a function. They are a property of the bucket: CDK's own way is one more function,
   * which sets them from outside. The permission is made first, as S3 asks for it.
   */
  notify(receiver: HanokFunction, events: readonly string[]): void {
    const permission = new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: receiver.function.functionArn,
      principal: 's3.amazonaws.com',
      sourceArn: this.arn,
      sourceAccount: Aws.ACCOUNT_ID,
    });
    this.bucket.addResourceDependency(permission);
    this.bucket.notificationConfiguration = {
      lambdaConfigurations: events.map((event) => ({ event, function: receiver.function.functionArn })),
    };
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, names without dots */
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

function checkBucketName(name: string): void {
  if (Token.isUnresolved(name) || BUCKET_NAME.test(name)) return;
  throw new BucketNameError(
    `"${name}" is no name of a bucket: use 3 to 63 lower-case letters, digits and hyphens`,
  );
}

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  removalPolicy: RemovalPolicy.RETAIN,
};

const ACCEPTED_FINDINGS = {
  'AwsSolutions-S1':
    'Only identities of this account have access, and CloudTrail records them; access logs would be a second bucket of the same names that is never read.',
};

/** As the security rules write it. */
function readable(arn: string): string {
  return arn
    .replaceAll(Aws.PARTITION, '<AWS::Partition>')
    .replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>')
    .replaceAll(Aws.REGION, '<AWS::Region>');
}

function cfnBucketOf(bucket: Bucket): CfnBucket {
  const child = bucket.node.defaultChild;
  if (!(child instanceof CfnBucket)) throw new TypeError(`bucket ${bucket.node.id} has no resource`);
  return child;
}
