import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

/** Fails for records and where it is asked to; answers an API with the status that it is asked for. */
const HANDLER = `
exports.handler = async (event) => {
  const status = event.queryStringParameters?.status;
  if (event.Records || event.fail || status === 'none') throw new Error('asked to fail');
  return event.httpMethod ? { statusCode: Number(status), body: '' } : event;
};`;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const statement = (Action: string | string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const RestApiId = { Ref: 'Api' };
const FunctionName = (id: string) => ({ Ref: id });

const lambda = (name: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...{ FunctionName: name, Code: { S3Bucket: 'assets', S3Key: 'code.zip' }, Handler: 'main.handler' },
    ...{ Runtime: 'nodejs24.x', Role: arnOf('Role') },
    ...more,
  },
});

const machine = (StateMachineName: string, state: object, more: object = {}) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    ...{ StateMachineName, RoleArn: arnOf('Role') },
    DefinitionString: JSON.stringify({ StartAt: 'Only', States: { Only: state }, ...more }),
  },
});

/** `GET /<path>` runs the function. */
const route = (path: string, id: string) => ({
  [`${id}Resource`]: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { RestApiId, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: path },
  },
  [`${id}Method`]: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      ...{ RestApiId, ResourceId: { Ref: `${id}Resource` }, HttpMethod: 'GET', AuthorizationType: 'NONE' },
      Integration: {
        ...{ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
        Uri: { 'Fn::Sub': `arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations` },
      },
    },
  },
  [`${id}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      ...{ Action: 'lambda:InvokeFunction', FunctionName: arnOf(id), Principal: 'apigateway.amazonaws.com' },
      SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/*' },
    },
  },
});

const RESOURCES = {
  Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
  Items: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      ...{ TableName: 'Items', BillingMode: 'PAY_PER_REQUEST' },
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  // It reads the stream, and may send to no queue.
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { ...statement('sts:AssumeRole', undefined), Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      },
      Policies: [
        {
          PolicyName: 'Read',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              statement(
                [
                  'dynamodb:DescribeStream',
                  'dynamodb:GetRecords',
                  'dynamodb:GetShardIterator',
                  'dynamodb:ListStreams',
                ],
                '*',
              ),
            ],
          },
        },
      ],
    },
  },
  Worker: lambda('worker', { DeadLetterConfig: { TargetArn: arnOf('Letters') } }),
  Closed: lambda('closed', { ReservedConcurrentExecutions: 0 }),
  Reader: lambda('reader'),
  WorkerEvents: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: FunctionName('Worker'), Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      ...{ FunctionName: FunctionName('Reader'), StartingPosition: 'TRIM_HORIZON', BatchSize: 10 },
      EventSourceArn: { 'Fn::GetAtt': ['Items', 'StreamArn'] },
    },
  },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Metered' } },
  ...route('open', 'Worker'),
  ...route('closed', 'Closed'),
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId } },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' },
  },
  Done: machine('done', { Type: 'Pass', End: true }),
  Broken: machine('broken', { Type: 'Fail', Error: 'Asked' }),
  Slow: machine('slow', { Type: 'Wait', Seconds: 3_600, End: true }, { TimeoutSeconds: 60 }),
};

/** A cloud assembly with one of each thing that is measured; it goes with `remove`. */
export function writeMeteredAssembly(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-metered-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const properties = { templateFile: 'Metered.template.json' };
  write('manifest.json', { artifacts: { Metered: { type: 'aws:cloudformation:stack', properties } } });
  write('Metered.template.json', {
    Resources: RESOURCES,
    Outputs: {
      Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/' } },
    },
  });
  write('Metered.assets.json', { files: { code: { source: { path: 'asset.code.zip' } } } });
  writeFileSync(join(folder, 'asset.code.zip'), zipSync({ 'main.js': strToU8(HANDLER) }));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
