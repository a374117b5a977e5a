import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { BucketNameError } from '../../constructs/private-bucket.ts';
import { UNVALIDATED, zips } from '../../synth/deployed.fixture.ts';
import { SameBucketError, type ThumbnailsProps, ThumbnailsStack } from './thumbnails-stack.ts';

const buckets = { images: 'images-1', resized: 'images-1-resized' };
const arnOf = (...path: string[]) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${path.join('/')}`]],
});
const getAtt = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] });
const resources = z.record(z.string(), z.object({ DependsOn: z.array(z.string()).default([]) }));

describe('stack Thumbnails', () => {
  let folder = '';
  let template: Template;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'thumbnails-'));
    template = templateOf({ buckets });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function templateOf(props: Omit<ThumbnailsProps, 'zips'>, context: Record<string, unknown> = {}): Template {
    const app = new App({ ...UNVALIDATED, outdir: join(folder, 'cdk.out'), context });
    return Template.fromStack(new ThumbnailsStack(app, 'Thumbnails', { zips, ...props }));
  }

  it('puts the zip for x64 beside the asset, under its hash, and not among the assets', () => {
    const out = join(folder, 'cdk.out');
    const { files } = z
      .object({ files: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(join(out, 'Thumbnails.assets.json'), 'utf8')));
    const [x64, ...others] = readdirSync(out).filter((name) => name.endsWith('.x64.zip'));
    expect(others).toEqual([]);
    const hash = x64?.split('.')[1] ?? '';
    const built = (zip: string) => readFileSync(join(zips, 'create-thumbnail', zip));
    expect(readFileSync(join(out, x64 ?? '')).equals(built('create-thumbnail-x64.zip'))).toBe(true);
    expect(readFileSync(join(out, `asset.${hash}.zip`)).equals(built('create-thumbnail.zip'))).toBe(true);
    expect(Object.keys(files)).toContain(hash);
    expect(JSON.stringify(files)).not.toContain('x64');
    template.hasResourceProperties('AWS::Lambda::Function', { Code: { S3Key: `${hash}.zip` } });
  });

  it('runs Create-Thumbnail on arm64 with 1,024 MB for a minute, and tells it both buckets', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'Create-Thumbnail',
      Handler: 'main.handler',
      Architectures: ['arm64'],
      MemorySize: 1024,
      Timeout: 60,
      Environment: { Variables: { IMAGES_BUCKET: 'images-1', RESIZED_BUCKET: 'images-1-resized' } },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/Create-Thumbnail' });
  });

  it('lets it read uploads, change thumbnails, note failures, and nothing else', () => {
    template.resourceCountIs('AWS::IAM::Policy', 1);
    const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          allow(['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt('CreateThumbnailLogGroup')),
          allow('s3:ListBucket', arnOf('images-1')),
          allow('s3:GetObject', arnOf('images-1', '*')),
          allow('s3:ListBucket', arnOf('images-1-resized')),
          allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], arnOf('images-1-resized', '*')),
          allow('sqs:SendMessage', getAtt('CreateThumbnailFailures')),
        ],
      },
    });
  });

  it('keeps both buckets private, encrypted, and clear of uploads that are never completed', () => {
    template.resourceCountIs('AWS::S3::Bucket', 2);
    template.allResources('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: {
          Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
        },
      },
    });
    template.resourceCountIs('AWS::S3::BucketPolicy', 2);
    template.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('tells the function of uploads and removals, by a permission made before the bucket', () => {
    const receiver = { Function: getAtt('CreateThumbnailFunction') };
    const configurations = [
      { Event: 's3:ObjectCreated:*', ...receiver },
      { Event: 's3:ObjectRemoved:*', ...receiver },
    ];
    const notified = template.findResources('AWS::S3::Bucket', {
      Properties: { NotificationConfiguration: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'images-1',
      NotificationConfiguration: { LambdaConfigurations: configurations },
    });
    const [permission] = Object.keys(template.findResources('AWS::Lambda::Permission'));
    expect(Object.values(resources.parse(notified))).toEqual([{ DependsOn: [permission] }]);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: arnOf('images-1'),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('tries an event three times, then notes it for two weeks', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: getAtt('CreateThumbnailFailures') } },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'create-thumbnail-failures',
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });

  it('has alarms on errors, throttles and failures noted', () => {
    const metric = z.object({ Properties: z.object({ MetricName: z.string() }) });
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map((alarm) => metric.parse(alarm).Properties.MetricName).toSorted()).toEqual([
      'ApproximateNumberOfMessagesVisible',
      'Errors',
      'Throttles',
    ]);
  });

  it('has exactly two outputs, the names of the buckets', () => {
    expect(template.toJSON()['Outputs']).toEqual({
      ImagesBucketName: { Value: 'images-1' },
      ResizedBucketName: { Value: 'images-1-resized' },
    });
  });

  it('names its buckets by account and region, or by the suffix of the context', () => {
    const own = [{ Ref: 'AWS::AccountId' }, '-', { Ref: 'AWS::Region' }];
    const named = templateOf({});
    named.hasOutput('ImagesBucketName', { Value: { 'Fn::Join': ['', ['images-', ...own]] } });
    named.hasOutput('ResizedBucketName', { Value: { 'Fn::Join': ['', ['images-', ...own, '-resized']] } });
    const suffixed = templateOf({}, { imagesSuffix: 7 });
    suffixed.hasOutput('ImagesBucketName', { Value: 'images-7' });
    suffixed.hasOutput('ResizedBucketName', { Value: 'images-7-resized' });
  });

  it('refuses one bucket for uploads and thumbnails', () => {
    expect(() => templateOf({ buckets: { images: 'pictures', resized: 'pictures' } })).toThrow(
      new SameBucketError('pictures'),
    );
  });

  it.each(['Seoul', 'a'.repeat(49), 'under_score', ''])(
    'refuses the suffix "%s", which S3 would',
    (suffix) => {
      expect(() => templateOf({}, { imagesSuffix: suffix })).toThrow(BucketNameError);
    },
  );
});
