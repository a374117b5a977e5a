import { crawledPage, crawlFailure, crawlJob, crawlVerdict, fetchOutcome } from '@hanok/events';
import { RETRY_TRANSIENT, stateMachine, type StateMachine, taskFunction } from '@hanok/workflows';
import { storedPage } from './store-page.ts';

/** Errors that the shell of a task throws. */
const SHELL_ERRORS = ['DeadlineError', 'InvalidEventError'];
/** Both tables take the same write again. An event of another shape is the same the next time. */
const RETRY_WRITES = [
  { ErrorEquals: ['InvalidEventError'], MaxAttempts: 0 },
  RETRY_TRANSIENT,
  { ...RETRY_TRANSIENT, ErrorEquals: ['States.ALL'] },
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
        output: fetchOutcome,
        errors: SHELL_ERRORS,
      }),
      TimeoutSeconds: 60,
      Retry: [RETRY_TRANSIENT],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Judge the failure', ResultPath: '$.error' }],
      Next: 'Is there a page?',
    },
    'Is there a page?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.outcome', StringEquals: 'fetched', Next: 'Store the page' }],
      Default: 'Judge the failure',
    },
    'Store the page': {
      Type: 'Task',
      Function: taskFunction({
        name: 'crawl-store',
        input: crawledPage,
        output: storedPage,
        errors: SHELL_ERRORS,
      }),
      TimeoutSeconds: 90,
      Retry: RETRY_WRITES,
      Next: 'Stored',
    },
    'Judge the failure': {
      Type: 'Task',
      Function: taskFunction({
        name: 'crawl-fail',
        input: crawlFailure,
        output: crawlVerdict,
        errors: SHELL_ERRORS,
      }),
      TimeoutSeconds: 90,
      Retry: RETRY_WRITES,
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
