import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { deployedResources, deployedTemplate } from './deployed.fixture.ts';

const resources = deployedResources();
const stacks = [...new Set(resources.map(({ stack }) => stack))];
const alarms = resources.filter(({ resource }) => resource.Type === 'AWS::CloudWatch::Alarm');

describe('the alarms that deploy', () => {
  it('each tell the topic of their stack when they start and when they end', () => {
    expect(alarms.length).toBeGreaterThan(80);
    for (const { stack, id, resource } of alarms) {
      const topics = deployedTemplate(stack).findResources('AWS::SNS::Topic', {
        Properties: { TopicName: `${stack}-alarms` },
      });
      const told = [{ Ref: Object.keys(topics)[0] }];
      expect({ stack, id, ...resource }).toMatchObject({
        Properties: { AlarmActions: told, OKActions: told },
      });
    }
  });

  it.each(stacks)(
    'of %s reach their topic over TLS from this account, and mail where it is asked for',
    (stack) => {
      const template = deployedTemplate(stack);
      const topic = { Ref: Match.stringLikeRegexp('^AlarmTopic') };
      template.hasResourceProperties('AWS::SNS::TopicPolicy', {
        Topics: [topic],
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
            {
              Sid: Match.anyValue(),
              Effect: 'Allow',
              Action: 'sns:Publish',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Resource: topic,
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
            },
          ],
        },
      });
      template.hasParameter('AlarmEmail', { Type: 'String', Default: '' });
      template.hasCondition('HasAlarmEmail', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmEmail' }, ''] }] });
      template.hasResource('AWS::SNS::Subscription', {
        Condition: 'HasAlarmEmail',
        Properties: { Protocol: 'email', Endpoint: { Ref: 'AlarmEmail' }, TopicArn: topic },
      });
    },
  );
});
