/** Hash of the code of `Save`. */
export const SAVE = '6cde9b2d84d98d7e6f167631af79dc8623445b3b28cdf76a19ebe861defc26f4';
/** Hash of the code of `Api`. */
export const API = 'fff1cb535a2a8905a966898b2f51eff5ec84728842e2bea64b2f86702d5c6d64';

/** As `Code.fromAsset` of a folder: CommonJS that takes AWS's SDK from the runtime. */
export const SAVE_CODE = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const Item = { id: { S: JSON.parse(body).id }, runtime: { S: process.env.AWS_EXECUTION_ENV } };
    await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  }
};`;

/** As a zip that a bundler wrote, in modules of JavaScript; its queue is that of the other stack. */
export const API_CODE = `
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
const client = new SQSClient({});
export const handler = async ({ path }) => {
  const MessageBody = JSON.stringify({ id: path });
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody }));
  return { statusCode: 202, body: path };
};`;

const INLINE_CODE = `exports.handler = async ({ Records }) => {
  for (const { dynamodb } of Records) console.log('SEEN ' + dynamodb.NewImage.id.S);
};`;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const role = (...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
      Version: '2012-10-17',
    },
    ManagedPolicyArns: [
      joined(
        ...['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      ),
    ],
    Policies: [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});
const allow = (Action: string[], Resource: unknown) => ({ Action, Effect: 'Allow', Resource });
const asset = (hash: string) => ({
  S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
  S3Key: `${hash}.zip`,
});
const fn = (Code: object, roleId: string, Runtime: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code, Handler: 'index.handler', Role: arnOf(roleId), Runtime, Timeout: 10, ...more },
  DependsOn: [roleId],
});

const STREAM = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
/** Under which `Orders` exports its queue. */
export const EXPORT = 'Orders:ExportsOutputRefQueue';

/** The resources of the stack `Orders`, in the shapes in which the CDK writes them. */
export const orders: Record<string, object> = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TableName: 'Orders',
    },
    UpdateReplacePolicy: 'Retain',
    DeletionPolicy: 'Retain',
  },
  Queue: { Type: 'AWS::SQS::Queue', UpdateReplacePolicy: 'Delete', DeletionPolicy: 'Delete' },
  SaveRole: role(
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arnOf('Queue')),
    allow(['dynamodb:PutItem'], arnOf('Table')),
  ),
  Save: fn(asset(SAVE), 'SaveRole', 'nodejs20.x', {
    Environment: { Variables: { TABLE: { Ref: 'Table' } } },
    TracingConfig: { Mode: 'Active' },
  }),
  SaveQueue: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Save' } },
  },
  SeenRole: role(
    allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], STREAM),
  ),
  Seen: fn({ ZipFile: INLINE_CODE }, 'SeenRole', 'nodejs22.x', { FunctionName: 'seen' }),
  SeenTable: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      ...{ EventSourceArn: STREAM, FunctionName: { Ref: 'Seen' }, StartingPosition: 'TRIM_HORIZON' },
    },
  },
  CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:deflate64:' } },
};
const executeApi = { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Rest}/prod/*/*' };
/** Those of the stack `Web`. */
export const web: Record<string, object> = {
  ApiRole: role(allow(['sqs:SendMessage'], 'arn:aws:sqs:*:*:*')),
  Api: fn(asset(API), 'ApiRole', 'nodejs24.x', {
    Environment: { Variables: { QUEUE: { 'Fn::ImportValue': EXPORT } } },
  }),
  Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Rest' } },
  Proxy: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      ...{ ParentId: { 'Fn::GetAtt': ['Rest', 'RootResourceId'] }, PathPart: '{proxy+}' },
      RestApiId: { Ref: 'Rest' },
    },
  },
  Any: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      ...{
        AuthorizationType: 'NONE',
        HttpMethod: 'ANY',
        RestApiId: { Ref: 'Rest' },
        ResourceId: { Ref: 'Proxy' },
      },
      Integration: {
        ...{ IntegrationHttpMethod: 'POST', Type: 'AWS_PROXY' },
        Uri: joined(
          'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
          arnOf('Api'),
          '/invocations',
        ),
      },
    },
  },
  Allow: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      ...{
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Api'),
        Principal: 'apigateway.amazonaws.com',
      },
      SourceArn: executeApi,
    },
  },
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Rest' } } },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { DeploymentId: { Ref: 'Deployment' }, RestApiId: { Ref: 'Rest' }, StageName: 'prod' },
  },
};
