import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

/** Logs each key that it is told of, and fails for those that ask it to. */
const HANDLER = `
exports.handler = async ({ Records }) => {
  for (const { eventName, s3 } of Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    console.log('SEEN ' + eventName + ' ' + key);
    if (key.includes('fail')) throw new Error('no picture');
  }
};`;

const VERSION = '2012-10-17';
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const resources = {
  Failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
  Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: VERSION,
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      },
      Policies: [
        {
          PolicyName: 'Send',
          PolicyDocument: {
            Version: VERSION,
            Statement: [
              { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: [arnOf('Failures'), arnOf('Letters')] },
            ],
          },
        },
      ],
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'watcher',
      Code: { S3Bucket: 'assets', S3Key: 'watcher.zip' },
      Handler: 'main.handler',
      Runtime: 'nodejs24.x',
      Role: arnOf('Role'),
      DeadLetterConfig: { TargetArn: arnOf('Letters') },
    },
  },
  Events: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arnOf('Failures') } },
    },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('Function'),
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::images-1',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  },
  Images: {
    Type: 'AWS::S3::Bucket',
    DependsOn: ['Permission'],
    Properties: {
      BucketName: 'images-1',
      NotificationConfiguration: {
        LambdaConfigurations: [
          { Event: 's3:ObjectCreated:*', Function: arnOf('Function') },
          { Event: 's3:ObjectRemoved:*', Function: arnOf('Function') },
        ],
      },
    },
  },
};

/**
 * A cloud assembly of a bucket whose function logs what it is told, or does what `handler` says,
 * and of the resources in `more`; it goes with `remove`.
 */
export function writeBucketAssembly({
  handler = HANDLER,
  outputs = {},
  more = {},
}: { handler?: string; outputs?: object; more?: object } = {}): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bucket-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const properties = { templateFile: 'Photos.template.json' };
  write('manifest.json', { artifacts: { Photos: { type: 'aws:cloudformation:stack', properties } } });
  write('Photos.template.json', { Resources: { ...resources, ...more }, Outputs: outputs });
  write('Photos.assets.json', { files: { watcher: { source: { path: 'asset.watcher.zip' } } } });
  writeFileSync(join(folder, 'asset.watcher.zip'), zipSync({ 'main.js': strToU8(handler) }));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
