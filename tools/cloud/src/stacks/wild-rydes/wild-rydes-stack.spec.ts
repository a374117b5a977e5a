import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

const method = z.object({
  Properties: z.object({
    HttpMethod: z.string(),
    AuthorizationType: z.string(),
    ResourceId: z.object({ Ref: z.string() }),
    RequestModels: z.record(z.string(), z.unknown()).optional(),
    RequestParameters: z.record(z.string(), z.boolean()).optional(),
    RequestValidatorId: z.unknown().optional(),
  }),
});

describe('stack WildRydes', () => {
  const template = deployedTemplate('WildRydes');

  it('lets request-unicorn search and take, write the ride and its receipt, and nothing else', () => {
    expect(grantsOf(template, 'RequestUnicornRole')).toEqual({
      'RequestUnicornLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'RideTable.Arn': ['dynamodb:PutItem'],
      'ReceiptTable.Arn': ['dynamodb:GetItem', 'dynamodb:PutItem'],
      'FleetTable.Arn': ['dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
      'FleetTable.Arn/index/FreeByCell': ['dynamodb:Query'],
      'FleetTable.Arn/index/BusyByLease': ['dynamodb:Query'],
    });
  });

  it('lets ride-reader read rides, and nothing else', () => {
    expect(grantsOf(template, 'RideReaderRole')).toEqual({
      'RideReaderLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'RideTable.Arn': ['dynamodb:GetItem'],
    });
  });

  it('lets ride-complete complete a ride and free its unicorn, and nothing else', () => {
    expect(grantsOf(template, 'RideCompleteRole')).toEqual({
      'RideCompleteLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'RideTable.Arn': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      'FleetTable.Arn': ['dynamodb:UpdateItem'],
    });
  });

  it('gives each function its tables and the allowed origin, and less time than API Gateway waits', () => {
    const tables = (...names: string[]) => Object.fromEntries(names.map((name) => [name, Match.anyValue()]));
    for (const [name, variables] of [
      ['request-unicorn', tables('RIDE_TABLE', 'FLEET_TABLE', 'RECEIPT_TABLE')],
      ['ride-reader', tables('RIDE_TABLE')],
      ['ride-complete', tables('RIDE_TABLE', 'FLEET_TABLE')],
    ] as const) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: name,
        Timeout: 25,
        Environment: { Variables: { ...variables, ALLOWED_ORIGINS: { Ref: 'AllowedOrigin' } } },
      });
    }
  });

  it('keeps its tables when the stack goes, restorable to a point in time', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 3);
    template.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'Rides',
      KeySchema: [{ AttributeName: 'RideId', KeyType: 'HASH' }],
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'RideReceipts',
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
    });
  });

  it('finds free unicorns by cell and taken ones by the end of their lease', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'RidesFleet',
      KeySchema: [{ AttributeName: 'UnicornId', KeyType: 'HASH' }],
      AttributeDefinitions: Match.arrayWith([{ AttributeName: 'LeaseEnds', AttributeType: 'N' }]),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'FreeByCell',
          KeySchema: [
            { AttributeName: 'FreeFace', KeyType: 'HASH' },
            { AttributeName: 'FreeCell', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'BusyByLease',
          KeySchema: [
            { AttributeName: 'Busy', KeyType: 'HASH' },
            { AttributeName: 'LeaseEnds', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  it('opens preflights to all and every other method to users of the pool alone', () => {
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method')).map(
      (one) => method.parse(one).Properties,
    );
    const authorization = methods.map((one) => `${one.HttpMethod} ${one.AuthorizationType}`);
    expect(authorization.toSorted()).toEqual([
      'GET COGNITO_USER_POOLS',
      'OPTIONS NONE',
      'OPTIONS NONE',
      'OPTIONS NONE',
      'POST COGNITO_USER_POOLS',
      'POST COGNITO_USER_POOLS',
    ]);
    const checked = methods.filter(({ RequestValidatorId }) => RequestValidatorId !== undefined);
    expect(checked).toHaveLength(3);
    expect(checked.filter(({ RequestModels }) => RequestModels?.['application/json'])).toHaveLength(1);
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'COGNITO_USER_POOLS',
      ProviderARNs: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('UserPool'), 'Arn'] }],
    });
  });

  it('throttles requests for unicorns by themselves, and logs every request', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'prod',
      AccessLogSetting: { DestinationArn: Match.anyValue() },
      MethodSettings: [
        Match.objectLike({ ResourcePath: '/*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }),
        Match.objectLike({
          HttpMethod: 'POST',
          ResourcePath: '/~1ride',
          ThrottlingRateLimit: 50,
          ThrottlingBurstLimit: 100,
        }),
      ],
    });
  });

  it('gives the answers of API Gateway itself the shape and the CORS header of the functions', () => {
    template.resourceCountIs('AWS::ApiGateway::GatewayResponse', 3);
    template.allResourcesProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': {
          'Fn::Join': ['', ["'", { Ref: 'AllowedOrigin' }, "'"]],
        },
      },
      ResponseTemplates: { 'application/json': Match.stringLikeRegexp('^\\{"Error":') },
    });
  });

  it('asks for long passwords of every kind of character, and has a client without a secret', () => {
    template.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: {
        Policies: {
          PasswordPolicy: {
            MinimumLength: 12,
            RequireLowercase: true,
            RequireUppercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
          },
        },
      },
    });
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('takes one exact origin or *', () => {
    const { Default, AllowedPattern } = z
      .object({ Default: z.string(), AllowedPattern: z.string() })
      .parse(template.findParameters('AllowedOrigin')['AllowedOrigin']);
    expect(Default).toBe('*');
    const taken = ['*', 'https://rydes.example', 'http://127.0.0.1:8080'];
    const refused = [
      '',
      'https://*',
      'https://a.example/',
      'https://a.example,https://b.example',
      'null',
      "'",
    ];
    expect([...taken, ...refused].filter((one) => new RegExp(AllowedPattern).test(one))).toEqual(taken);
  });

  it('has exactly the four outputs', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'RideApiUrl',
      'RidesTableName',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });
});
