import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type CrawlJob, crawlJob, jsonString, parseInput } from '@hanok/events';
import { CrawlKeyReusedError } from './errors.ts';

/** An execution; `status` is `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`. */
export type CrawlExecution = { status: string; url: string };

/** The executions of the crawl machine; the id of a crawl is the name of its execution. */
export type ExecutionStore = {
  /** Starts the crawl, once per id; throws `CrawlKeyReusedError` when the id stands for another URL. */
  start(job: CrawlJob, signal: AbortSignal): Promise<void>;
  /** Undefined when there is no such execution. */
  find(crawlId: string, signal: AbortSignal): Promise<CrawlExecution | undefined>;
};

export function createExecutionStore(options: {
  client: SFNClient;
  stateMachineArn: string;
}): ExecutionStore {
  const { client, stateMachineArn } = options;
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const describe = (name: string, abortSignal: AbortSignal) =>
    client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }), { abortSignal });
  return {
    start: async (job, abortSignal) => {
      const input = JSON.stringify(job);
      const command = new StartExecutionCommand({ stateMachineArn, name: job.crawlId, input });
      try {
        await client.send(command, { abortSignal });
      } catch (error) {
        // A name is taken when its execution has ended, and when it runs with another input.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        const standing = await describe(job.crawlId, abortSignal);
        if (urlOf(standing.input) !== job.url) throw new CrawlKeyReusedError();
      }
    },
    find: async (crawlId, abortSignal) => {
      try {
        const { status = '', input } = await describe(crawlId, abortSignal);
        return { status, url: urlOf(input) };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}

function urlOf(input: string | undefined): string {
  const job = parseInput(jsonString(crawlJob), input);
  return job.ok ? job.value.url : '';
}
