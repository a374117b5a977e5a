import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, startS3 } from '../s3-stack.fixture.ts';

const BUCKET = { Bucket: 'photos' };
let stack: S3Stack;
beforeAll(async () => void (stack = await startS3()));
afterAll(() => stack.stop());

describe('the configuration of a bucket', () => {
  it('is that of a new one on AWS where the template says nothing', async () => {
    const blocked = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    const encrypted = [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ];
    expect(await stack.s3.send(new s3.GetBucketEncryptionCommand(BUCKET))).toMatchObject({
      ServerSideEncryptionConfiguration: { Rules: encrypted },
    });
    expect(await stack.s3.send(new s3.GetPublicAccessBlockCommand(BUCKET))).toMatchObject({
      PublicAccessBlockConfiguration: blocked,
    });
    expect(await stack.s3.send(new s3.GetBucketOwnershipControlsCommand(BUCKET))).toMatchObject({
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect((await stack.s3.send(new s3.GetBucketVersioningCommand(BUCKET))).Status).toBeUndefined();
    expect((await stack.s3.send(new s3.GetBucketLoggingCommand(BUCKET))).LoggingEnabled).toBeUndefined();
    const accelerated = await stack.s3.send(new s3.GetBucketAccelerateConfigurationCommand(BUCKET));
    expect(accelerated.Status).toBeUndefined();
    expect((await stack.s3.send(new s3.GetBucketRequestPaymentCommand(BUCKET))).Payer).toBe('BucketOwner');
    expect(await stack.s3.send(new s3.GetBucketAclCommand(BUCKET))).toMatchObject({
      Owner: { ID: '000000000000' },
      Grants: [{ Grantee: { ID: '000000000000', Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }],
    });
    const { LambdaFunctionConfigurations } = await stack.s3.send(
      new s3.GetBucketNotificationConfigurationCommand(BUCKET),
    );
    expect(LambdaFunctionConfigurations).toBeUndefined();
  });

  it.each([
    ['NoSuchTagSet', new s3.GetBucketTaggingCommand(BUCKET)],
    ['NoSuchCORSConfiguration', new s3.GetBucketCorsCommand(BUCKET)],
    ['NoSuchBucketPolicy', new s3.GetBucketPolicyCommand(BUCKET)],
    ['NoSuchBucketPolicy', new s3.GetBucketPolicyStatusCommand(BUCKET)],
    ['NoSuchLifecycleConfiguration', new s3.GetBucketLifecycleConfigurationCommand(BUCKET)],
    ['NoSuchWebsiteConfiguration', new s3.GetBucketWebsiteCommand(BUCKET)],
    ['ReplicationConfigurationNotFoundError', new s3.GetBucketReplicationCommand(BUCKET)],
    ['ObjectLockConfigurationNotFoundError', new s3.GetObjectLockConfigurationCommand(BUCKET)],
  ])('that was never set is %s', async (name, command) => {
    const answer = stack.s3.send(command as s3.GetBucketTaggingCommand);
    await expect(answer).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 404 } });
  });

  it('is what the template says', async () => {
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    stack.settings({
      notifications: [
        { id: 'one', event: 's3:ObjectCreated:*', functionName: 'fn', prefix: 'in/', suffix: '.jpg' },
        { id: 'two', event: 's3:ObjectRemoved:Delete', functionName: 'fn', prefix: '', suffix: '' },
      ],
      abortUploads: [{ prefix: 'in/', days: 2 }],
      policy,
    });
    const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:fn';
    const rules = [
      { Name: 'Prefix', Value: 'in/' },
      { Name: 'Suffix', Value: '.jpg' },
    ];
    const answer = await stack.s3.send(new s3.GetBucketNotificationConfigurationCommand(BUCKET));
    expect(answer.LambdaFunctionConfigurations).toEqual([
      {
        ...{ Id: 'one', LambdaFunctionArn, Events: ['s3:ObjectCreated:*'] },
        Filter: { Key: { FilterRules: rules } },
      },
      { Id: 'two', LambdaFunctionArn, Events: ['s3:ObjectRemoved:Delete'] },
    ]);
    const { Rules } = await stack.s3.send(new s3.GetBucketLifecycleConfigurationCommand(BUCKET));
    expect(Rules).toMatchObject([
      { Filter: { Prefix: 'in/' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
    ]);
    expect((await stack.s3.send(new s3.GetBucketPolicyCommand(BUCKET))).Policy).toBe(policy);
    const status = await stack.s3.send(new s3.GetBucketPolicyStatusCommand(BUCKET));
    expect(status.PolicyStatus).toEqual({ IsPublic: false });
  });

  it('of a bucket that is not there is not there', async () => {
    await expect(
      stack.s3.send(new s3.GetBucketVersioningCommand({ Bucket: 'absent' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
