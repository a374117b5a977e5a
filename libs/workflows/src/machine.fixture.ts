import * as z from 'zod/mini';
import { retries, stateMachine, taskFunction, type StateMachine, type TaskFunction } from './index.ts';

/** An order goes to the function that its kind asks for; a failed one is put aside. */
const order = z.object({ kind: z.enum(['tea', 'cake']), cups: z.int().check(z.minimum(1), z.maximum(9)) });

export const brew: TaskFunction = taskFunction({
  name: 'brew-tea',
  input: order,
  output: z.object({ litres: z.number() }),
  errors: ['InvalidEventError', 'KettleDryError'],
  stores: 'outcome',
});

export const bake: TaskFunction = taskFunction({
  name: 'bake-cake',
  input: z.object({ kind: z.literal('cake') }),
  output: z.object({ slices: z.int() }),
  errors: ['InvalidEventError'],
  stores: 'outcome',
});

export const putAside: TaskFunction = taskFunction({
  name: 'put-aside',
  input: z.object({ kind: z.string(), failure: z.object({ Error: z.string(), Cause: z.string() }) }),
  output: z.object({ kept: z.boolean() }),
  errors: ['InvalidEventError'],
  stores: 'failure',
});

/** A machine without a fault; a test changes one thing in it. */
export function orders(changed: Partial<StateMachine['States']> = {}): StateMachine {
  const Retry = retries();
  const anyError = { ErrorEquals: ['States.ALL'], Next: 'Aside', ResultPath: '$.failure' } as const;
  const machine = stateMachine({
    Comment: 'Orders',
    TimeoutSeconds: 900,
    input: order,
    StartAt: '주문',
    States: {
      주문: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.kind', StringEquals: 'tea', Next: 'Brew' },
          { Variable: '$.kind', StringEquals: 'cake', Next: 'Bake' },
        ],
        Default: 'Refuse',
      },
      Brew: {
        Type: 'Task',
        Function: brew,
        TimeoutSeconds: 5,
        Retry,
        Catch: [{ ...anyError, ErrorEquals: ['KettleDryError'] }, anyError],
        Next: 'Done',
      },
      Bake: {
        Type: 'Task',
        Function: bake,
        TimeoutSeconds: 5,
        ResultPath: '$.cake',
        Retry,
        Catch: [anyError],
        Next: 'Done',
      },
      Aside: { Type: 'Task', Function: putAside, TimeoutSeconds: 5, Retry, End: true },
      Refuse: {
        Type: 'Task',
        Function: putAside,
        Parameters: { 'kind.$': '$.kind', failure: { Error: 'UnknownKind', Cause: '' } },
        TimeoutSeconds: 5,
        Retry,
        Next: 'Unknown',
      },
      Done: { Type: 'Succeed' },
      Unknown: { Type: 'Fail', Error: 'UnknownKind', Cause: 'No such kind of order' },
    },
  });
  return { ...machine, States: { ...machine.States, ...definedOf(changed) } };
}

function definedOf(changed: Partial<StateMachine['States']>): StateMachine['States'] {
  return Object.fromEntries(
    Object.entries(changed).flatMap(([name, state]) => (state === undefined ? [] : [[name, state]])),
  );
}
