import { lintRuleSet, parseRuleSet } from '@hanok/matchmaking';
import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';
import { gomokuRuleSetBody } from './gomoku-rule-set.ts';

const ARN = 'arn:<AWS::Partition>';
const PLACE = '<AWS::Region>:<AWS::AccountId>';
const arnOf = (...parts: unknown[]) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]],
});
const here = [{ Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];

describe('stack Matchmaking', () => {
  const template = deployedTemplate('Matchmaking');

  it.each([
    [
      'GameMatchRequest',
      {
        [`${ARN}:dynamodb:${PLACE}:table/GomokuPlayerInfo`]: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        'SecretTable.Arn': ['dynamodb:GetItem', 'dynamodb:PutItem'],
        'TicketTable.Arn': ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        '*': ['gamelift:DescribeMatchmaking', 'gamelift:StartMatchmaking'],
      },
    ],
    [
      'GameMatchStatus',
      {
        'TicketTable.Arn': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        '*': ['gamelift:DescribeMatchmaking'],
      },
    ],
    [
      'GameMatchEvent',
      { 'TicketTable.Arn': ['dynamodb:UpdateItem'], 'GameMatchEventFailures.Arn': ['sqs:SendMessage'] },
    ],
    ['GameFlexMatchEvent', {}],
  ])('lets %s do what it does, and nothing else', (id, grants) => {
    expect(grantsOf(template, `${id}Role`)).toEqual({
      [`${id}LogGroup.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ...grants,
    });
  });

  it('keeps hashes of passwords in a table without a stream, and tickets until they expire', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { TableName: 'GomokuPlayerSecrets', StreamSpecification: Match.absent() },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'GomokuMatchTickets',
      StreamSpecification: Match.absent(),
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
    });
  });

  it('has the rule set of one against one, as the parser takes it', () => {
    const [ruleSet] = Object.values(template.findResources('AWS::GameLift::MatchmakingRuleSet'));
    const { Name, RuleSetBody } = z
      .object({ Properties: z.object({ Name: z.string(), RuleSetBody: z.string() }) })
      .parse(ruleSet).Properties;
    expect(Name).toBe('GomokuRuleSet');
    expect(parseRuleSet(RuleSetBody)).toMatchObject({ name: 'GomokuRuleSet', isLarge: false });
    expect(JSON.parse(RuleSetBody)).toMatchObject({
      playerAttributes: [{ name: 'score', type: 'number', default: 1000 }],
      teams: [
        { name: 'blue', minPlayers: 1, maxPlayers: 1 },
        { name: 'red', minPlayers: 1, maxPlayers: 1 },
      ],
      rules: [{ name: 'FairTeamSkill', maxDistance: 300 }, { name: 'EqualTeamSizes' }],
      expansions: [{ steps: [10, 20, 30].map((waitTimeSeconds) => ({ waitTimeSeconds })) }],
    });
  });

  it('has no rule set whose expansions come after the timeout of a request', () => {
    expect(() => gomokuRuleSetBody(29)).toThrow(
      'expansions[0].steps[2]: never counts: it waits 30 s, and a request times out after 29 s',
    );
  });

  it('has the two oddities of this rule set, and no other', () => {
    const found = lintRuleSet(gomokuRuleSetBody(120), {
      requestTimeoutSeconds: 120,
      sentAttributes: ['score'],
    });
    expect(found).toEqual([
      { severity: 'warning', path: 'rules[0]', message: expect.stringContaining('600 apart, not 300') },
      { severity: 'warning', path: 'rules[1]', message: expect.stringContaining('can never fail') },
    ]);
  });

  it('matches without a game, or on the queue that the parameter names', () => {
    const ifQueue = (value: unknown, otherwise: unknown) => ({
      'Fn::If': ['HasGameSessionQueue', value, otherwise],
    });
    const queue = arnOf(':gamelift:', ...here, ':gamesessionqueue/', { Ref: 'GameSessionQueue' });
    template.hasResourceProperties('AWS::GameLift::MatchmakingConfiguration', {
      Name: 'GomokuMatchConfig',
      FlexMatchMode: ifQueue('WITH_QUEUE', 'STANDALONE'),
      GameSessionQueueArns: ifQueue([queue], { Ref: 'AWS::NoValue' }),
      RuleSetName: { Ref: Match.stringLikeRegexp('RuleSet') },
      NotificationTarget: { Ref: Match.stringLikeRegexp('Topic') },
      AcceptanceRequired: false,
      RequestTimeoutSeconds: 120,
    });
    template.hasParameter('GameSessionQueue', { Default: '' });
    template.hasCondition('HasGameSessionQueue', {
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'GameSessionQueue' }, ''] }],
    });
  });

  it('waits longer for a match than the last expansion takes', () => {
    const [{ Properties }] = z
      .tuple([z.object({ Properties: z.object({ RequestTimeoutSeconds: z.number() }) })])
      .parse(Object.values(template.findResources('AWS::GameLift::MatchmakingConfiguration')));
    expect(Properties.RequestTimeoutSeconds).toBeGreaterThan(30);
  });

  it('lets GameLift alone publish to the topic, for this configuration of this account', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'gomoku-match-topic' });
    // The other one is that of the alarms' topic.
    template.resourceCountIs('AWS::SNS::TopicPolicy', 2);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
          {
            Effect: 'Allow',
            Principal: { Service: 'gamelift.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: Match.stringLikeRegexp('Topic') },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: {
                'aws:SourceArn': arnOf(':gamelift:', ...here, ':matchmakingconfiguration/GomokuMatchConfig'),
              },
            },
          },
        ],
      },
    });
  });

  it('tells the topic to game-match-event, and every matchmaking event to game-flexmatch-event', () => {
    const functionOf = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}Function`), 'Arn'] });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'lambda',
      Endpoint: functionOf('GameMatchEvent'),
      TopicArn: { Ref: Match.stringLikeRegexp('Topic') },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.gamelift'], 'detail-type': ['GameLift Matchmaking Event'] },
      Targets: [{ Arn: functionOf('GameFlexMatchEvent') }],
    });
    for (const Principal of ['sns.amazonaws.com', 'events.amazonaws.com'])
      template.hasResourceProperties('AWS::Lambda::Permission', { Principal, SourceArn: Match.anyValue() });
  });

  it('tries an event of the topic three times, and then notes it in a queue', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^GameMatchEventFailures'), 'Arn'] },
        },
      },
    });
  });

  it('has room for a hash, and answers before the API gives up', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'game-match-request',
      MemorySize: 256,
      Timeout: 25,
    });
  });

  it('serves POST /matchrequest and POST /matchstatus, the first one at 20 a second', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
    for (const PathPart of ['matchrequest', 'matchstatus'])
      template.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ ResourcePath: '/~1matchrequest', HttpMethod: 'POST', ThrottlingRateLimit: 20 }),
      ]),
    });
  });

  it('has alarms on errors, throttles, failed requests, lost events, a full failure queue and 5XX', () => {
    const metric = z.object({ Properties: z.object({ MetricName: z.string() }) });
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    const names = alarms.map((alarm) => metric.parse(alarm).Properties.MetricName);
    expect(names.toSorted()).toEqual([
      '5XXError',
      'ApproximateNumberOfMessagesVisible',
      ...Array(4).fill('Errors'),
      'NumberOfNotificationsFailed',
      'RequestsFailed',
      ...Array(4).fill('Throttles'),
    ]);
  });

  it('has exactly these outputs', () => {
    expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual([
      'MatchApiUrl',
      'MatchTopicArn',
      'TicketTableName',
    ]);
  });
});
