import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

const ofTable = (...actions: string[]) => actions.map((action) => `dynamodb:${action}`);
const FAN_OUT = { 'FanOutQueue.Arn': ['sqs:SendMessage'] };
const CONNECTIONS = 'FunctionsConnectionTable.Arn';
const MEMBERS = 'FunctionsMemberTable.Arn';
const MESSAGES = 'FunctionsMessageTable.Arn';

describe('stack Chat', () => {
  const template = deployedTemplate('Chat');

  it.each([
    ['Connect', { [CONNECTIONS]: ofTable('UpdateItem') }],
    [
      'Join',
      {
        ...FAN_OUT,
        [CONNECTIONS]: ofTable('ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
        [MEMBERS]: ofTable('GetItem', 'Query', 'UpdateItem'),
        [MESSAGES]: ofTable('GetItem', 'Query'),
      },
    ],
    [
      'Message',
      {
        ...{ ...FAN_OUT, [CONNECTIONS]: ofTable('GetItem', 'UpdateItem') },
        [MEMBERS]: ofTable('ConditionCheckItem', 'GetItem'),
        [MESSAGES]: ofTable('GetItem', 'PutItem', 'Query', 'UpdateItem'),
        'FunctionsReceiptTable.Arn': ofTable('GetItem', 'PutItem'),
      },
    ],
    [
      'Typing',
      { ...FAN_OUT, [MEMBERS]: ofTable('GetItem'), [CONNECTIONS]: ofTable('GetItem', 'UpdateItem') },
    ],
    [
      'Moderate',
      {
        ...{ ...FAN_OUT, [MEMBERS]: ofTable('ConditionCheckItem', 'GetItem', 'UpdateItem') },
        [CONNECTIONS]: ofTable('DeleteItem', 'GetItem', 'UpdateItem'),
      },
    ],
    ['Read', { [MEMBERS]: ofTable('GetItem', 'UpdateItem'), [MESSAGES]: ofTable('GetItem') }],
    [
      'Leave',
      {
        ...FAN_OUT,
        [MEMBERS]: ofTable('GetItem', 'UpdateItem'),
        [CONNECTIONS]: ofTable('DeleteItem'),
      },
    ],
    [
      'Disconnect',
      {
        ...{ ...FAN_OUT, [MEMBERS]: ofTable('GetItem', 'UpdateItem') },
        [CONNECTIONS]: ofTable('DeleteItem', 'Query', 'UpdateItem'),
      },
    ],
    ['Authorize', { 'FunctionsTicketTable.Arn': ofTable('DeleteItem') }],
    ['Ticket', { 'FunctionsTicketTable.Arn': ofTable('PutItem') }],
  ])('lets chat-%s do what it does, and nothing else', (id, grants) => {
    expect(grantsOf(template, `Functions${id}Role`)).toEqual({
      [`Functions${id}LogGroup.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ...grants,
    });
  });

  it('lets chat-fanout alone post to connections, to those of this API and stage', () => {
    const managing = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([, policy]) =>
      JSON.stringify(policy).includes('execute-api:ManageConnections'),
    );
    expect(managing.map(([id]) => id)).toEqual([expect.stringMatching(/^FunctionsFanoutRole/)]);
    const parts = JSON.stringify(managing)
      .match(/execute-api:.*?@connections\/\*/g)
      ?.at(-1);
    expect(parts).toContain('/prod/POST/@connections/*');
    expect(parts).toContain('"Ref":"SocketApi');
  });

  it('lets chat-fanout alone hand the rest of its work to itself without end', () => {
    const allowed = template.findResources('AWS::Lambda::Function', {
      Properties: { RecursiveLoop: 'Allow' },
    });
    expect(Object.keys(allowed)).toEqual([expect.stringMatching(/^FunctionsFanout/)]);
  });

  it('has the route keys of the functions; each message is answered, and $connect alone has the authorizer', () => {
    const route = z.object({
      Properties: z.object({
        RouteKey: z.string(),
        AuthorizationType: z.string(),
        RouteResponseSelectionExpression: z.string().optional(),
      }),
    });
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map((each) => {
      const { RouteKey, ...rest } = route.parse(each).Properties;
      return [RouteKey, rest.AuthorizationType, rest.RouteResponseSelectionExpression];
    });
    expect(routes.toSorted()).toEqual([
      ['$connect', 'CUSTOM', undefined],
      ['$disconnect', 'NONE', undefined],
      ...['join', 'leave', 'message', 'moderate', 'read', 'typing'].map((key) => [key, 'NONE', '$default']),
    ]);
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.header.Host'],
    });
    template.resourceCountIs('AWS::ApiGatewayV2::RouteResponse', 6);
  });

  it('runs chat-sweep every minute, which ends leases, tells rooms, and posts to no one', () => {
    const target = { 'Fn::GetAtt': [Match.stringLikeRegexp('^FunctionsSweepFunction'), 'Arn'] };
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: target, Input: '{}' }],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: target,
      Principal: 'events.amazonaws.com',
    });
    expect(grantsOf(template, 'FunctionsSweepRole')).toMatchObject({
      ...{ ...FAN_OUT, [MEMBERS]: ofTable('GetItem', 'UpdateItem'), [CONNECTIONS]: ofTable('DeleteItem') },
    });
  });

  it('lets the parameter LeaseSeconds say how long a connection counts as present', () => {
    template.hasParameter('LeaseSeconds', { Type: 'Number', Default: 120 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'chat-join',
      Environment: { Variables: Match.objectLike({ LEASE_SECONDS: { Ref: 'LeaseSeconds' } }) },
    });
  });

  it('is throttled, and logs neither queries nor headers', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: 'prod',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      RouteSettings: {
        $connect: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
        typing: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
      },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('query|path|header')) },
    });
  });

  it('gives tickets to signed-in users only', () => {
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'POST',
      AuthorizationType: 'COGNITO_USER_POOLS',
    });
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
  });

  it('has alarms on errors and throttles of each function, on the queue and on both APIs', () => {
    const metric = z.object({ Properties: z.object({ MetricName: z.string() }) });
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map((alarm) => metric.parse(alarm).Properties.MetricName).toSorted()).toEqual([
      '5XXError',
      'ApproximateNumberOfMessagesVisible',
      ...Array(12).fill('Errors'),
      'ExecutionError',
      'IntegrationError',
      ...Array(12).fill('Throttles'),
    ]);
  });

  it('has exactly these outputs', () => {
    expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual([
      'ChatTicketUrl',
      'ChatUrl',
      'ChatUserPoolClientId',
      'ChatUserPoolId',
    ]);
  });
});
