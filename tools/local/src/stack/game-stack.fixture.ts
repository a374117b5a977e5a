import { type Json, type StackTemplate, template } from '../template/template.ts';

export type Resources = Record<string, { Type: string; Properties: Record<string, Json> }>;

const arnOf = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A stack with one of each resource type, changed by `change` before it is read. */
export function gameStack(change: (resources: Resources) => void = () => undefined): StackTemplate {
  const resources = { ...storage(), ...compute(), ...api(), ...ignored() };
  change(resources);
  return {
    name: 'Game',
    template: template.parse({ Resources: resources, Outputs: outputs }),
    assets: new Map([['abc', '/assembly/asset.abc.zip']]),
  };
}

const outputs = {
  QueueUrl: { Value: { Ref: 'Queue' } },
  TableName: { Value: { Ref: 'Table' } },
  ApiUrl: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/' } },
  Redis: { Value: { 'Fn::Sub': '${Redis.PrimaryEndPoint.Address}:${Redis.PrimaryEndPoint.Port}' } },
};

function storage(): Resources {
  return {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'results',
        VisibilityTimeout: 360,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 5 },
      },
    },
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-letters' } },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'Players',
        AttributeDefinitions: [{ AttributeName: 'PlayerName', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'PlayerName', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
      },
    },
    Redis: {
      Type: 'AWS::ElastiCache::ReplicationGroup',
      Properties: { Engine: 'valkey', TransitEncryptionEnabled: true, NumCacheClusters: 2 },
    },
  };
}

function compute(): Resources {
  const mapping = { FunctionName: { Ref: 'Function' }, FunctionResponseTypes: ['ReportBatchItemFailures'] };
  return {
    QueueMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { ...mapping, EventSourceArn: arnOf('Queue'), BatchSize: 10 },
    },
    StreamMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        ...mapping,
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        DestinationConfig: { OnFailure: { Destination: arnOf('DeadLetters') } },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'reader',
        Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::Region}' }, S3Key: 'abc.zip' },
        Handler: 'main.handler',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 128,
        Timeout: 60,
        Role: arnOf('Role'),
        LoggingConfig: { LogGroup: { Ref: 'Logs' } },
        Environment: {
          Variables: {
            TABLE: { Ref: 'Table' },
            REDIS: { 'Fn::GetAtt': ['Redis', 'PrimaryEndPoint.Address'] },
          },
        },
      },
    },
    ...identity(),
    Logs: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: '/aws/lambda/reader', RetentionInDays: 30 },
    },
  };
}

function identity(): Resources {
  const Version = '2012-10-17';
  const allowed = { Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: arnOf('Table') };
  const assumed = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  };
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version, Statement: [assumed] } },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'Write',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Version, Statement: [allowed] },
      },
    },
  };
}

function api(): Resources {
  const RestApiId = { Ref: 'Api' };
  const source = '${AWS::Region}:${AWS::AccountId}:${Api}/${Stage}/GET/ranking/*';
  return {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'GameAPI' } },
    Ranking: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'ranking' },
    },
    Player: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId, ParentId: { Ref: 'Ranking' }, PathPart: '{player}' },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId,
        ResourceId: { Ref: 'Player' },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: {
            'Fn::Sub': 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
          },
        },
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        MethodSettings: [
          { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
        ],
        AccessLogSetting: { DestinationArn: arnOf('AccessLogs'), Format: '$context.requestId' },
      },
    },
    AccessLogs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/access' } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Function'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': `arn:aws:execute-api:${source}` },
      },
    },
  };
}

function ignored(): Resources {
  return { Account: { Type: 'AWS::ApiGateway::Account', Properties: {} } };
}
