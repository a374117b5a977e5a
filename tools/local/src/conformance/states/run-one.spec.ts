import { describe, expect, it } from '@jest/globals';
import type { Told } from './judge.ts';
import { type Recorded, runRecorded } from './run-one.ts';

const NOW = Date.parse('2026-11-26T00:00:00Z');
const WHOLE = { truncated: false };
const definition = JSON.stringify({
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:1:function:py_id_function', End: true },
  },
});
const RESOURCE = 'arn:<partition>:lambda:<region>:111111111111:function:<lambda_function_1_name>';
const input = { a: 1, at: '<timestamp>' };

/** As the recordings write it: JSON as values, and placeholders for what varies. */
const EVENTS: Told[] = [
  told(1, 0, 'ExecutionStarted', {
    executionStarted: { input, inputDetails: WHOLE, roleArn: 'snf_role_arn' },
  }),
  told(2, 0, 'TaskStateEntered', { stateEntered: { name: 'Ask', input, inputDetails: WHOLE } }),
  told(3, 2, 'LambdaFunctionScheduled', {
    lambdaFunctionScheduled: { resource: RESOURCE, input, inputDetails: WHOLE },
  }),
  told(4, 3, 'LambdaFunctionStarted', {}),
  told(5, 4, 'LambdaFunctionSucceeded', { lambdaFunctionSucceeded: { output: input, outputDetails: WHOLE } }),
  told(6, 5, 'TaskStateExited', { stateExited: { name: 'Ask', output: input, outputDetails: WHOLE } }),
  told(7, 6, 'ExecutionSucceeded', { executionSucceeded: { output: input, outputDetails: WHOLE } }),
];

function told(id: number, previousEventId: number, type: string, details: Record<string, object>): Told {
  const named = Object.entries(details).map(([name, value]) => [`${name}EventDetails`, value]);
  return { id, previousEventId, type, timestamp: 'timestamp', ...Object.fromEntries(named) };
}

const run = (events: readonly Told[], more: Partial<Recorded> = {}) =>
  runRecorded(
    {
      ...{ name: 'ours', kind: 'get_execution_history', definition },
      ...{ input: '{"a": 1, "at": "2026-11-26T00:00:00Z"}', recorded: { events: [...events] } },
      ...more,
    },
    0,
    NOW,
  );
/** The recording with other details of one event. */
const changed = (id: number, change: object) =>
  EVENTS.map((event) => (event.id === id ? { ...event, ...change } : event));

describe('a recorded execution', () => {
  it('is identical in ids, previous ids and all details', async () => {
    expect(await run(EVENTS)).toMatchObject({ verdict: 'identical' });
  });

  it.each([
    ['another previous id', changed(4, { previousEventId: 1 })],
    ['a fact of a task', changed(3, { lambdaFunctionScheduledEventDetails: { resource: RESOURCE, input } })],
  ])('has trifles: %s', async (_, events) => {
    expect(await run(events)).toMatchObject({
      verdict: 'trifles',
      reason: expect.stringMatching(/^recorded /),
    });
  });

  it.each([
    ['an output', changed(7, { executionSucceededEventDetails: { output: { a: 2 }, outputDetails: WHOLE } })],
    ['a passed state', changed(6, { stateExitedEventDetails: { name: 'Ask', output: {} } })],
    ['an ending', changed(7, { type: 'ExecutionFailed' })],
    [
      'a state more',
      [...EVENTS.slice(0, -1), told(7, 6, 'PassStateEntered', {}), told(8, 7, 'ExecutionSucceeded', {})],
    ],
  ])('differs: %s', async (_, events) => {
    expect(await run(events)).toMatchObject({ verdict: 'differs' });
  });

  it('is refused by name with what does not run here', async () => {
    const other = definition.replace(
      'arn:aws:lambda:eu-west-1:1:function:py_id_function',
      'arn:aws:states:::sqs:sendMessage',
    );
    const { verdict, reason } = await run(EVENTS, { definition: other });
    expect([verdict, reason]).toEqual([
      'refused',
      'state "Ask": Resource arn:aws:states:::sqs:sendMessage is not supported by the local stack',
    ]);
  });

  it('ends in TimeoutSecondsPath with Parameters and a failing task as any other', async () => {
    const Resource = 'arn:aws:states:::lambda:invoke';
    const Parameters = { FunctionName: 'py_raise_exception', Payload: {} };
    const Ask = { Type: 'Task', Resource, TimeoutSecondsPath: '$.a', Parameters, End: true };
    const failing = JSON.stringify({ StartAt: 'Ask', States: { Ask } });
    const recorded = { status: 'FAILED', error: 'Exception', output: null };
    expect(await run([], { kind: 'cases/0', definition: failing, recorded })).toMatchObject({
      verdict: 'identical',
    });
  });
});
