import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULE_SET } from './matchmaking-stack.fixture.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const allow = (Service: string, Action: string, Resource: unknown, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource, ...(Condition && { Condition }) }],
});
const queuePolicy = (id: string, Service: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: { Queues: [{ Ref: id }], PolicyDocument: allow(Service, 'sqs:SendMessage', arnOf(id)) },
});

/** Two queues that hear every event of the configuration `duel`, one behind its topic, one behind a rule. */
const resources = {
  Told: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'told' } },
  ToldPolicy: queuePolicy('Told', 'sns.amazonaws.com'),
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'match-topic' } },
  TopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: allow(
        'gamelift.amazonaws.com',
        'sns:Publish',
        { Ref: 'Topic' },
        {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Sub':
                'arn:${AWS::Partition}:gamelift:${AWS::Region}:${AWS::AccountId}:matchmakingconfiguration/duel',
            },
          },
        },
      ),
    },
  },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      ...{ TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('Told'), RawMessageDelivery: true },
    },
  },
  Counted: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'counted' } },
  CountedPolicy: queuePolicy('Counted', 'events.amazonaws.com'),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.gamelift'], detail: { type: ['MatchmakingSucceeded'] } },
      Targets: [{ Id: 'counted', Arn: arnOf('Counted') }],
    },
  },
  RuleSet: {
    Type: 'AWS::GameLift::MatchmakingRuleSet',
    Properties: { Name: 'rules', RuleSetBody: RULE_SET },
  },
  Configuration: {
    Type: 'AWS::GameLift::MatchmakingConfiguration',
    Properties: {
      ...{ Name: 'duel', RuleSetName: { Ref: 'RuleSet' }, RequestTimeoutSeconds: 60 },
      ...{ AcceptanceRequired: false, FlexMatchMode: 'STANDALONE', NotificationTarget: { Ref: 'Topic' } },
    },
  },
};

/** A cloud assembly of a configuration and of what hears its events; it goes with `remove`. */
export function writeMatchmakingAssembly() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-matchmaking-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const properties = { templateFile: 'Duel.template.json' };
  write('manifest.json', { artifacts: { Duel: { type: 'aws:cloudformation:stack', properties } } });
  write('Duel.template.json', { Resources: resources, Outputs: { Arn: { Value: arnOf('Configuration') } } });
  write('Duel.assets.json', { files: {} });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
