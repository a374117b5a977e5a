import * as eventbridge from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { type EventsStack, startEvents } from './events-stack.fixture.ts';
import { PARAMETERS } from './parameters.ts';

const BUS = { EventBusName: 'default' };
const RULE = { Name: 'none', ...BUS };
const PAGE = { ...BUS, NextToken: '0', Limit: 1 };
const TARGET = {
  ...{ Id: 'a', Arn: 'arn:aws:sqs:us-east-1:000000000000:q', Input: '{}', InputPath: '$.detail' },
  RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
  DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:000000000000:q' },
};

let stack: EventsStack;
beforeAll(async () => void (stack = await startEvents()));
afterAll(() => stack.stop());

describeParameters({
  service: 'EventBridge',
  clients: [{ ...eventbridge }],
  operations: Object.keys(PARAMETERS),
  table: PARAMETERS,
  samples: {
    DescribeRule: RULE,
    ListRules: { ...PAGE, NamePrefix: 'a' },
    ListTargetsByRule: { ...PAGE, Rule: 'none' },
    ListRuleNamesByTarget: { ...PAGE, TargetArn: 'arn:x' },
    TestEventPattern: { EventPattern: '{"a":["b"]}', Event: '{}' },
    PutRule: {
      ...{ ...RULE, EventPattern: '{"a":["b"]}', ScheduleExpression: 'rate(1 day)' },
      ...{ State: 'DISABLED', Description: 'd' },
    },
    DeleteRule: { ...RULE, Name: 'other' },
    EnableRule: RULE,
    DisableRule: RULE,
    PutTargets: { ...BUS, Rule: 'none', Targets: [TARGET] },
    RemoveTargets: { ...BUS, Rule: 'none', Ids: ['a'] },
    PutEvents: {
      Entries: [
        { ...BUS, Time: 0, Source: 'a', DetailType: 'b', Detail: '{}', Resources: ['c'], TraceHeader: 'd' },
      ],
    },
  },
  refusal: 'ValidationException',
  call: callsJson(
    { name: 'events' },
    () => stack.url,
    () => 'AWSEvents',
  ),
});
