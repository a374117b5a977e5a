import { Aws, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

const ID = 'AlarmTopic';

/** The topic of a stack, `<stack>-alarms`, that all its alarms tell: it is made with the first of them. */
export function alarmTopic(scope: Construct): ITopic {
  const stack = Stack.of(scope);
  const present = stack.node.tryFindChild(ID);
  return present instanceof Topic ? present : createTopic(stack);
}

/** Alarms of this account publish, and over TLS only. */
function createTopic(stack: Stack): Topic {
  const topic = new Topic(stack, ID, { topicName: `${stack.stackName}-alarms`, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  acknowledge(topic, {
    'AwsSolutions-SNS2':
      'CloudWatch cannot publish with the key that SNS manages, and an alarm says no more than a name and a figure.',
  });
  subscribeEmail(stack, topic);
  return topic;
}

/** Parameter `AlarmEmail`: an address that is subscribed where one is given; its owner confirms it once. */
function subscribeEmail(stack: Stack, topic: Topic): void {
  const address = new CfnParameter(stack, 'AlarmEmail', {
    description: 'Address of mail that is told of every alarm of the stack; empty for none',
    type: 'String',
    default: '',
    allowedPattern: '^([^@\\s]+@[^@\\s]+)?$',
    constraintDescription: 'expected an address such as ops@example.com, or nothing',
  }).valueAsString;
  const condition = new CfnCondition(stack, 'HasAlarmEmail', {
    expression: Fn.conditionNot(Fn.conditionEquals(address, '')),
  });
  const subscription = { topicArn: topic.topicArn, protocol: 'email', endpoint: address };
  new CfnSubscription(stack, 'AlarmEmailSubscription', subscription).cfnOptions.condition = condition;
}
