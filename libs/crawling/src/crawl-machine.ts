import { crawledPage, crawlFailure, crawlJob, crawlVerdict } from '@hanok/events';
import { retryTransient, stateMachine, type StateMachine, taskFunction } from '@hanok/workflows';
import * as z from 'zod/mini';
import { crawlErrorNames } from './errors.ts';

const judge = 'Judge the failure';
/** What the shell of a task throws beside the task itself. */
const shellErrors = ['DeadlineError', 'InvalidEventError'];
const storedPage = z.object({ crawlId: z.string(), url: z.string(), isNewest: z.boolean() });
/** Both tables take the same write again. An event of another shape is the same the next time. */
const retryWrites = [
  { ErrorEquals: ['InvalidEventError'], MaxAttempts: 0 },
  retryTransient,
  { ...retryTransient, ErrorEquals: ['States.ALL'] },
];

/**
 * One crawl: fetch and store, or judge the failure and wait for the next attempt. A page that is given up is an outcome
 * and ends well; an execution fails when an outcome could not be stored. Its waits for turns and sites end within 8 days.
 */
export const crawlMachine: StateMachine = stateMachine({
  Comment: 'Crawls one page',
  TimeoutSeconds: 8 * 86_400,
  input: crawlJob,
  StartAt: 'Fetch the page',
  States: {
    'Fetch the page': {
      Type: 'Task',
      Function: taskFunction({
        name: 'crawl-fetch',
        input: crawlJob,
        output: crawledPage,
        errors: [...crawlErrorNames, ...shellErrors],
      }),
      TimeoutSeconds: 60,
      Retry: [retryTransient],
      Catch: [
        { ErrorEquals: crawlErrorNames, Next: judge, ResultPath: '$.error' },
        { ErrorEquals: ['States.ALL'], Next: judge, ResultPath: '$.error' },
      ],
      Next: 'Store the page',
    },
    'Store the page': {
      Type: 'Task',
      Function: taskFunction({
        name: 'crawl-store',
        input: crawledPage,
        output: storedPage,
        errors: shellErrors,
      }),
      TimeoutSeconds: 90,
      Retry: retryWrites,
      Next: 'Stored',
    },
    [judge]: {
      Type: 'Task',
      Function: taskFunction({
        name: 'crawl-fail',
        input: crawlFailure,
        output: crawlVerdict,
        errors: shellErrors,
      }),
      TimeoutSeconds: 90,
      Retry: retryWrites,
      Next: 'Try again or not',
    },
    'Try again or not': {
      Type: 'Choice',
      Choices: [{ Variable: '$.retry', BooleanEquals: true, Next: 'Wait for the next attempt' }],
      Default: 'Given up',
    },
    'Wait for the next attempt': { Type: 'Wait', SecondsPath: '$.afterSeconds', Next: 'Fetch the page' },
    Stored: { Type: 'Succeed' },
    'Given up': { Type: 'Succeed', Comment: 'The table of crawls has the reason' },
  },
});
