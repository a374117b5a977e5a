import { setTimeout as delay } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ResultOutbox, WaitingResult } from './result-outbox.ts';

/**
 * Sends what waits in the outbox until the queue has acknowledged it, the results of a session in one batch, again under
 * the same `ResultId`, for ever. The wait between two tries doubles from `firstRetryMs` to `lastRetryMs`.
 */
export function createResultSender(options: {
  outbox: ResultOutbox;
  client: SQSClient;
  queueUrl: string;
  firstRetryMs: number;
  lastRetryMs: number;
  onNotice(text: string): void;
}) {
  const { outbox, client, queueUrl, firstRetryMs, lastRetryMs, onNotice } = options;
  const stopping = new AbortController();
  let isRunning = false;
  let running = Promise.resolve();

  /** Tries each session once; answers what went wrong. */
  async function sendAll(): Promise<string> {
    const problems = new Set<string>();
    for (const results of outbox.waiting().values())
      await sendSession(results).catch((error: unknown) => problems.add(problemOf(error)));
    return [...problems].join(', ');
  }

  async function sendSession(results: readonly WaitingResult[]): Promise<void> {
    const Entries = results.map(({ body }, index) => ({ Id: String(index), MessageBody: body }));
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    for (const { Id } of answer.Successful ?? []) {
      const sent = results[Number(Id)];
      if (sent) outbox.acknowledge(sent.id);
    }
    const [failed] = answer.Failed ?? [];
    if (failed) throw new Error(failed.Code ?? 'refused');
  }

  async function run(): Promise<void> {
    let retryMs = firstRetryMs;
    let told = '';
    while (!stopping.signal.aborted && outbox.waiting().size > 0) {
      const problem = await sendAll();
      if (problem === '') continue;
      if (problem !== told) onNotice(`Results wait, because the queue does not take them: ${problem}`);
      told = problem;
      await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      retryMs = Math.min(2 * retryMs, lastRetryMs);
    }
    isRunning = false;
  }

  return {
    /** Begins to send, if it does not. */
    wake: (): void => {
      if (isRunning) return;
      isRunning = true;
      running = run();
    },
    /** Ends after the try that runs. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
      client.destroy();
    },
  };
}

const problemOf = (error: unknown) => (error instanceof Error && error.message) || String(error);
