import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { BucketNameError } from '../../constructs/private-bucket.ts';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { UNVALIDATED, zips } from '../../synth/deployed.fixture.ts';
import { PhotosStack } from './photos-stack.ts';

const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const arn = (path: string) => `arn:<AWS::Partition>:s3:::${path}`;
const getAtt = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] });

describe('stack Photos', () => {
  let folder = '';
  let template: Template;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'photos-'));
    template = templateOf({ photosSuffix: 1 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function templateOf(context: Record<string, unknown>): Template {
    const app = new App({ ...UNVALIDATED, outdir: join(folder, 'cdk.out'), context });
    return Template.fromStack(new PhotosStack(app, 'Photos', { zips }));
  }

  it('lets photo-start start executions and look one up, note failures, and nothing else', () => {
    expect(grantsOf(template, 'PhotoStartRole')).toEqual({
      'PhotoStartLogGroup.Arn': logs,
      MachineStateMachine: ['states:StartExecution'],
      'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Photo:*': [
        'states:DescribeExecution',
      ],
      'PhotoStartFailures.Arn': ['sqs:SendMessage'],
    });
  });

  it('lets photo-inspect read photos and write to the table, and nothing else', () => {
    expect(grantsOf(template, 'PhotoInspectRole')).toEqual({
      'PhotoInspectLogGroup.Arn': logs,
      [arn('photos-1')]: ['s3:ListBucket'],
      [arn('photos-1/*')]: ['s3:GetObject'],
      'PhotoTable.Arn': ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    });
  });

  it('lets photo-proxy read photos, replace proxies and write to the table, and nothing else', () => {
    expect(grantsOf(template, 'PhotoProxyRole')).toEqual({
      'PhotoProxyLogGroup.Arn': logs,
      [arn('photos-1')]: ['s3:ListBucket'],
      [arn('photos-1/*')]: ['s3:GetObject'],
      [arn('photos-1-proxies')]: ['s3:ListBucket'],
      [arn('photos-1-proxies/*')]: ['s3:GetObject', 's3:PutObject'],
      'PhotoTable.Arn': ['dynamodb:UpdateItem'],
    });
  });

  it('lets photo-fail write to the table, and nothing else', () => {
    expect(grantsOf(template, 'PhotoFailRole')).toEqual({
      'PhotoFailLogGroup.Arn': logs,
      'PhotoTable.Arn': ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    });
  });

  it('lets the machine invoke its three functions, and no other', () => {
    const invoked = Object.entries(grantsOf(template, 'MachineRole'))
      .filter(([, actions]) => actions.includes('lambda:InvokeFunction'))
      .map(([name]) => name);
    expect(invoked.sort()).toEqual([
      'PhotoFailFunction.Arn',
      'PhotoInspectFunction.Arn',
      'PhotoProxyFunction.Arn',
    ]);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'Photo',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('runs four functions, two of them with native code and 1,024 MB', () => {
    template.resourceCountIs('AWS::Lambda::Function', 4);
    const properties = { Architectures: ['arm64'], Timeout: 60 };
    template.hasResourceProperties('AWS::Lambda::Function', {
      ...properties,
      FunctionName: 'photo-start',
      MemorySize: 128,
      Environment: { Variables: { STATE_MACHINE_ARN: { Ref: Match.anyValue() } } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      ...properties,
      FunctionName: 'photo-inspect',
      MemorySize: 1024,
      Environment: { Variables: { PHOTO_TABLE: { Ref: Match.anyValue() } } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      ...properties,
      FunctionName: 'photo-proxy',
      MemorySize: 1024,
      Environment: {
        Variables: { PHOTO_TABLE: { Ref: Match.anyValue() }, PROXIES_BUCKET: 'photos-1-proxies' },
      },
    });
  });

  it('tells photo-start of uploads, and of no removals', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'photos-1',
      NotificationConfiguration: {
        LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: getAtt('PhotoStartFunction') }],
      },
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'photos-1-proxies',
      NotificationConfiguration: Match.absent(),
    });
  });

  it('tries an event three times, then notes it', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^PhotoStartFunction') },
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: getAtt('PhotoStartFailures') } },
    });
  });

  it('has alarms on failed and timed out executions, on each function, and on events not handled', () => {
    const metric = z.object({ Properties: z.object({ MetricName: z.string() }) });
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map((alarm) => metric.parse(alarm).Properties.MetricName).toSorted()).toEqual([
      'ApproximateNumberOfMessagesVisible',
      ...['Errors', 'Errors', 'Errors', 'Errors'],
      ...['ExecutionsFailed', 'ExecutionsTimedOut'],
      ...['Throttles', 'Throttles', 'Throttles', 'Throttles'],
    ]);
  });

  it('keeps one record for each photo, and both buckets', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { TableName: 'Photos', KeySchema: [{ AttributeName: 'PhotoKey', KeyType: 'HASH' }] },
    });
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  });

  it('names its buckets by account and region, or by the suffix of the context', () => {
    const own = [{ Ref: 'AWS::AccountId' }, '-', { Ref: 'AWS::Region' }];
    const named = templateOf({});
    named.hasOutput('PhotosBucketName', { Value: { 'Fn::Join': ['', ['photos-', ...own]] } });
    named.hasOutput('ProxiesBucketName', { Value: { 'Fn::Join': ['', ['photos-', ...own, '-proxies']] } });
    expect(template.toJSON()['Outputs']).toEqual({
      PhotosBucketName: { Value: 'photos-1' },
      ProxiesBucketName: { Value: 'photos-1-proxies' },
      PhotoStateMachineArn: { Value: { Ref: expect.stringMatching(/^MachineStateMachine/) } },
    });
  });

  it.each(['Seoul', 'a'.repeat(60), ''])('refuses the suffix "%s", which S3 would', (photosSuffix) => {
    expect(() => templateOf({ photosSuffix })).toThrow(BucketNameError);
  });
});
