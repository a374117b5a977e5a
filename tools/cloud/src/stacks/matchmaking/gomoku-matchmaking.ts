import { Aws, CfnCondition, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { CfnMatchmakingConfiguration, CfnMatchmakingRuleSet } from 'aws-cdk-lib/aws-gamelift';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from '../../constructs/acknowledge.ts';
import { alarmAbove } from '../../constructs/alarms.ts';
import { gomokuRuleSetBody } from './gomoku-rule-set.ts';

const CONFIGURATION_NAME = 'GomokuMatchConfig';
/** The last expansion applies after 30 s; one who is not matched in two minutes asks again. */
const REQUEST_TIMEOUT_SECONDS = 120;

/** Matchmaking as GameLift runs it: the rule set, the configuration, and the topic that its events go to. */
export class GomokuMatchmaking extends Construct {
  readonly configurationName: string = CONFIGURATION_NAME;
  private readonly configurationArn: string;
  readonly topic: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.configurationArn = Stack.of(this).formatArn({
      service: 'gamelift',
      resource: 'matchmakingconfiguration',
      resourceName: CONFIGURATION_NAME,
    });
    this.topic = this.createTopic();
    // GameLift changes no rule set: other rules take another name.
    const ruleSet = new CfnMatchmakingRuleSet(this, 'RuleSet', {
      name: 'GomokuRuleSet',
      ruleSetBody: gomokuRuleSetBody(REQUEST_TIMEOUT_SECONDS),
    });
    const configuration = new CfnMatchmakingConfiguration(this, 'Configuration', {
      name: CONFIGURATION_NAME,
      description: 'Gomoku, one against one',
      ruleSetName: ruleSet.ref,
      acceptanceRequired: false,
      requestTimeoutSeconds: REQUEST_TIMEOUT_SECONDS,
      notificationTarget: this.topic.topicArn,
      ...gameSessions(Stack.of(this)),
    });
    // GameLift says nothing where its topic does not let it.
    configuration.node.addDependency(this.topic);
  }

  /** Only GameLift publishes, and only for this configuration of this account. */
  private createTopic(): Topic {
    const topic = new Topic(this, 'Topic', { topicName: 'gomoku-match-topic', enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('gamelift.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': this.configurationArn },
        },
      }),
    );
    acknowledge(topic, {
      'AwsSolutions-SNS2':
        'GameLift cannot publish with the key that SNS manages, and a message is kept for the seconds until it is delivered.',
    });
    alarmAbove(this, 'TopicFailedAlarm', {
      metric: topic.metricNumberOfNotificationsFailed({ statistic: 'Sum' }),
      limit: 0,
      description: 'Events of matchmaking did not reach their function.',
    });
    return topic;
  }
}

/** Where games are placed: nowhere, unless the parameter `GameSessionQueue` names a queue of this account and region. */
function gameSessions(stack: Stack) {
  const name = new CfnParameter(stack, 'GameSessionQueue', {
    description: 'Name of the game session queue that places matches; empty to match without a game',
    default: '',
    allowedPattern: '^[a-zA-Z0-9-]{0,128}$',
    constraintDescription: 'expected the name of a game session queue, or nothing',
  }).valueAsString;
  const queue = { service: 'gamelift', resource: 'gamesessionqueue', resourceName: name };
  const { logicalId } = new CfnCondition(stack, 'HasGameSessionQueue', {
    expression: Fn.conditionNot(Fn.conditionEquals(name, '')),
  });
  return {
    flexMatchMode: Fn.conditionIf(logicalId, 'WITH_QUEUE', 'STANDALONE').toString(),
    gameSessionQueueArns: Token.asList(Fn.conditionIf(logicalId, [stack.formatArn(queue)], Aws.NO_VALUE)),
  };
}
