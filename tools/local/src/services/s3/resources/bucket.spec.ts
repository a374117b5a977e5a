import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { recordingParts } from '../../../stack/recording-parts.fixture.ts';
import { type Json, template } from '../../../template/template.ts';

const REGION = 'us-east-1';
const config = clientSettings('http://127.0.0.1:9');
const [dynamodb, sqs] = [new DynamoDBClient(config), new SQSClient(config)];
afterAll(() => [dynamodb, sqs].forEach((client) => client.destroy()));

const functionArn = `arn:aws:lambda:${REGION}:000000000000:function:thumb`;
const permission = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 's3.amazonaws.com',
    SourceArn: 'arn:aws:s3:::images-1',
    SourceAccount: '000000000000',
  },
};
const bucket = (Properties: Record<string, Json> = {}) => ({
  Type: 'AWS::S3::Bucket',
  DependsOn: 'Permission',
  Properties: { BucketName: 'images-1', ...Properties },
});
const notified = (...LambdaConfigurations: Json[]) =>
  bucket({ NotificationConfiguration: { LambdaConfigurations } });
const created = { Event: 's3:ObjectCreated:*', Function: functionArn };
const filtered = (...Rules: Json[]) => ({ ...created, Filter: { S3Key: { Rules } } });

async function deploy(Resources: Record<string, Json>, Outputs: Record<string, Json> = {}) {
  const { deploy, made } = recordingParts({
    region: REGION,
    accountId: '000000000000',
    gatewayUrl: 'http://127.0.0.1:9',
    dynamodb,
    sqs,
  });
  const stack = {
    name: 'Photos',
    template: template.parse({ Resources, Outputs }),
    assets: new Map<string, string>(),
  };
  return { ...(await deploy([stack])), made };
}

describe('AWS::S3::Bucket', () => {
  it('tells its functions by the filters of the template', async () => {
    const Bucket = notified(filtered({ Name: 'Prefix', Value: '사진/' }, { Name: 'suffix', Value: '.jpg' }), {
      Event: 's3:ObjectRemoved:Delete',
      Function: functionArn,
    });
    const { made } = await deploy({ Permission: permission, Bucket });
    const common = { id: expect.stringMatching(/^[0-9a-f]{32}$/), functionName: 'thumb' };
    expect(made.buckets).toEqual([
      {
        name: 'images-1',
        settings: {
          notifications: [
            { ...common, event: 's3:ObjectCreated:*', prefix: '사진/', suffix: '.jpg' },
            { ...common, event: 's3:ObjectRemoved:Delete', prefix: '', suffix: '' },
          ],
          abortUploads: [],
        },
      },
    ]);
  });

  it('aborts uploads by its lifecycle, and says what it does not act out', async () => {
    const rules = [
      { Id: 'a', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      {
        Status: 'Enabled',
        Prefix: 'tmp/',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        ExpirationInDays: 3,
      },
      { Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
    ];
    const encryption = {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    };
    const Bucket = bucket({ LifecycleConfiguration: { Rules: rules }, BucketEncryption: encryption });
    const { made, ignored } = await deploy({ Permission: permission, Bucket });
    expect(made.buckets).toMatchObject([
      {
        settings: {
          abortUploads: [
            { prefix: '', days: 7 },
            { prefix: 'tmp/', days: 1 },
          ],
        },
      },
    ]);
    expect(ignored.map(({ what }) => what)).toEqual([
      'AWS::S3::Bucket BucketEncryption',
      'AWS::S3::Bucket LifecycleConfiguration.Rules.ExpirationInDays',
    ]);
  });

  it('answers its name and addresses', async () => {
    const attribute = (name: string) => ({ Value: { 'Fn::GetAtt': ['Bucket', name] } });
    const Outputs = {
      Name: { Value: { Ref: 'Bucket' } },
      Arn: attribute('Arn'),
      Domain: attribute('RegionalDomainName'),
    };
    const { outputs } = await deploy({ Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } }, Outputs);
    expect(outputs['Photos']).toEqual({
      Name: expect.stringMatching(/^photos-bucket-[0-9a-f]{12}$/),
      Arn: expect.stringMatching(/^arn:aws:s3:::photos-bucket-/),
      Domain: expect.stringMatching(/\.s3\.us-east-1\.amazonaws\.com$/),
    });
  });

  it.each<[string, Record<string, Json>, string]>([
    [
      'a function that S3 may not invoke',
      { Bucket: { ...notified(created), DependsOn: [] } },
      'no permission made before this bucket lets S3 invoke thumb for arn:aws:s3:::images-1',
    ],
    [
      'a permission for another bucket',
      {
        Permission: {
          ...permission,
          Properties: { ...permission.Properties, SourceArn: 'arn:aws:s3:::other' },
        },
        Bucket: notified(created),
      },
      'Photos.Bucket: AWS::S3::Bucket: Unable to validate the following destination configurations',
    ],
    [
      'a permission for another account',
      {
        Permission: {
          ...permission,
          Properties: { ...permission.Properties, SourceAccount: '111111111111' },
        },
        Bucket: notified(created),
      },
      'no permission made before this bucket',
    ],
    [
      'two functions for one event of one key',
      {
        Permission: permission,
        Bucket: notified(filtered({ Name: 'prefix', Value: 'a' }), {
          ...filtered({ Name: 'suffix', Value: '.jpg' }),
          Event: 's3:ObjectCreated:Put',
        }),
      },
      's3:ObjectCreated:* for thumb and s3:ObjectCreated:Put for thumb overlap',
    ],
    [
      'versions',
      { Permission: permission, Bucket: bucket({ VersioningConfiguration: { Status: 'Enabled' } }) },
      '"VersioningConfiguration" is not supported',
    ],
    [
      'CORS',
      { Permission: permission, Bucket: bucket({ CorsConfiguration: { CorsRules: [] } }) },
      '"CorsConfiguration" is not supported',
    ],
    [
      'notices to queues',
      { Permission: permission, Bucket: bucket({ NotificationConfiguration: { QueueConfigurations: [] } }) },
      '"NotificationConfiguration.QueueConfigurations" is not supported',
    ],
    [
      'an event that S3 here never sends',
      { Permission: permission, Bucket: notified({ ...created, Event: 's3:ObjectRestore:Post' }) },
      '"NotificationConfiguration.LambdaConfigurations.0.Event" is invalid',
    ],
    [
      'a name that is none',
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'Images' } } },
      '"BucketName" is no name of a bucket: Images',
    ],
  ])('refuses %s', async (_, resources, problem) => {
    await expect(deploy(resources)).rejects.toThrow(problem);
  });
});

describe('AWS::S3::BucketPolicy', () => {
  const policy = (statement: Record<string, Json>) => ({
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: 'images-1', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
    },
  });
  const tlsOnly = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: ['arn:aws:s3:::images-1', 'arn:aws:s3:::images-1/*'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };

  it('of TLS alone is kept to be read, and has nothing to act on', async () => {
    const [made, ...others] = (await deploy(policy(tlsOnly))).made.buckets;
    expect(others).toEqual([]);
    expect(made).toEqual({ name: 'images-1', policy: expect.stringContaining('aws:SecureTransport') });
  });

  it.each([
    [{ ...tlsOnly, Effect: 'Allow' }, 'PolicyDocument.Statement.0.Effect'],
    [{ ...tlsOnly, Condition: {} }, 'PolicyDocument.Statement.0.Condition'],
    [{ ...tlsOnly, Sid: 'x'.repeat(20_480) }, '"PolicyDocument" is invalid: has more than 20480 bytes'],
  ])('of anything else is refused', async (statement, property) => {
    await expect(deploy(policy(statement))).rejects.toThrow(property);
  });
});

describe('AWS::Lambda::EventInvokeConfig', () => {
  const invoke = (more: Record<string, Json>) =>
    deploy({
      Events: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: functionArn, Qualifier: '$LATEST', ...more },
      },
    });
  const queue = 'arn:aws:sqs:us-east-1:000000000000:failures';

  it('says how a function takes events', async () => {
    const { made } = await invoke({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: queue } },
    });
    expect(made.eventInvokeConfigs).toEqual([
      ['thumb', { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60, onFailureArn: queue }],
    ]);
  });

  it.each<[Record<string, Json>, string]>([
    [{ MaximumRetryAttempts: 3 }, '"MaximumRetryAttempts" is invalid'],
    [{ MaximumEventAgeInSeconds: 59 }, '"MaximumEventAgeInSeconds" is invalid'],
    [
      { DestinationConfig: { OnSuccess: { Destination: queue } } },
      '"DestinationConfig.OnSuccess" is not supported',
    ],
    [
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:t' } } },
      'is not the ARN of a queue',
    ],
    [{ Qualifier: 'live' }, '"Qualifier" is invalid'],
  ])('refuses %j', async (properties, problem) => {
    await expect(invoke(properties)).rejects.toThrow(problem);
  });
});
