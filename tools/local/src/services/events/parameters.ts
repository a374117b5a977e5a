import { type ParameterTable, refused, supported, withoutEffect } from '../../gateway/parameters.ts';

const RULE = supported('Name', 'EventBusName');
const PAGE = supported('EventBusName', 'NextToken', 'Limit');
/** Only for rules that a service of AWS made. */
const FORCE = withoutEffect('every rule is of its user', 'Force');

/** What the stack does with each parameter of EventBridge. */
export const PARAMETERS: ParameterTable = {
  DescribeRule: RULE,
  ListRules: { ...PAGE, ...supported('NamePrefix') },
  ListTargetsByRule: { ...PAGE, ...supported('Rule') },
  ListRuleNamesByTarget: { ...PAGE, ...supported('TargetArn') },
  TestEventPattern: supported('EventPattern', 'Event'),
  PutRule: {
    ...RULE,
    ...supported('EventPattern', 'ScheduleExpression', 'State', 'Description'),
    ...refused('RoleArn', 'Tags'),
  },
  DeleteRule: { ...RULE, ...FORCE },
  EnableRule: RULE,
  DisableRule: RULE,
  PutTargets: {
    ...supported('Rule', 'EventBusName'),
    Targets: {
      ...supported('Id', 'Arn', 'Input', 'InputPath'),
      RetryPolicy: supported('MaximumRetryAttempts', 'MaximumEventAgeInSeconds'),
      DeadLetterConfig: supported('Arn'),
      ...refused('RoleArn', 'InputTransformer', 'SqsParameters', 'HttpParameters', 'KinesisParameters'),
      ...refused('RunCommandParameters', 'EcsParameters', 'BatchParameters', 'RedshiftDataParameters'),
      ...refused('SageMakerPipelineParameters', 'AppSyncParameters'),
    },
  },
  RemoveTargets: { ...supported('Rule', 'EventBusName', 'Ids'), ...FORCE },
  PutEvents: {
    Entries: {
      ...supported('Time', 'Source', 'Resources', 'DetailType', 'Detail', 'EventBusName', 'TraceHeader'),
    },
    ...refused('EndpointId'),
  },
};
