import { type Catcher, retries, stateMachine, type StateMachine, taskFunction } from '@hanok/workflows';
import { crawledPage } from './messages/crawl-page.ts';
import { crawlFailure, crawlVerdict, fetchOutcome } from './messages/crawl-outcome.ts';
import { crawlJob } from './messages/crawl-job.ts';
import { storedPage } from './store-page.ts';

/** Errors that the shell of a task throws. */
const SHELL_ERRORS = ['DeadlineError', 'InvalidEventError', 'OutputTooLargeError'];
/** The job stays beside the error: its id is what the verdict is stored under. */
const JUDGE: readonly Catcher<'Judge the failure'>[] = [
  { ErrorEquals: ['States.ALL'], Next: 'Judge the failure', ResultPath: '$.error' },
];

/**
 * One crawl: fetch and store, or judge the failure and wait for the next attempt. A page that is given up is an outcome
 * and ends well. An execution fails, and can be started again, when the crawler itself failed, which is stored, or when
 * nothing could be stored. At most 20 waits for turns and 3 for sites, a day each at most, end within its time.
 */
export const crawlMachine: StateMachine = stateMachine({
  Comment: 'Crawls one page',
  TimeoutSeconds: 24 * 86_400,
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
      // Once at once: the attempts after it wait longer and longer, as the site may be the cause.
      Retry: retries({ unexpected: 1 }),
      Catch: JUDGE,
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
        stores: 'outcome',
      }),
      TimeoutSeconds: 90,
      Retry: retries(),
      Catch: JUDGE,
      Next: 'Stored',
    },
    'Judge the failure': {
      Type: 'Task',
      Function: taskFunction({
        name: 'crawl-fail',
        input: crawlFailure,
        output: crawlVerdict,
        errors: SHELL_ERRORS,
        stores: 'failure',
      }),
      TimeoutSeconds: 90,
      Retry: retries(),
      Next: 'Try again or not',
    },
    'Try again or not': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.retry', BooleanEquals: true, Next: 'Wait for the next attempt' },
        { Variable: '$.failedBy', StringEquals: 'crawler', Next: 'Crawler failed' },
      ],
      Default: 'Given up',
    },
    'Wait for the next attempt': { Type: 'Wait', SecondsPath: '$.afterSeconds', Next: 'Fetch the page' },
    Stored: { Type: 'Succeed' },
    'Given up': { Type: 'Succeed', Comment: 'The table of crawls has the reason' },
    'Crawler failed': {
      Type: 'Fail',
      Error: 'CrawlFailed',
      Cause: 'Functions of the crawler failed at every attempt; their logs say why',
    },
  },
});
