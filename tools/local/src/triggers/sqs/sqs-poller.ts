import type { Clock } from '../../clock.ts';
import type { Invoker } from '../../services/lambda/function-config.ts';
import { backoffMs } from '../delivery/backoff.ts';
import { gatherMessages } from './gather-messages.ts';
import { invokeBatch, PAYLOAD_LIMIT_BYTES, type BatchOutcome } from '../delivery/invoke-batch.ts';
import type { MessageGroups } from './message-groups.ts';
import { deadLetters, type Redrive, returnedLines } from './returned-messages.ts';
import { settleMessages } from './settle-messages.ts';
import { sleepFor } from '../delivery/sleep.ts';
import { splitBySize } from '../delivery/split-by-size.ts';
import type { SqsMappingConfig } from './sqs-mapping-config.ts';
import type { ReceivedMessage, SqsEventRecord } from './sqs-message.ts';
import type { SqsQueue } from './sqs-queue.ts';
import { inOneLine, type TroubleLog } from '../delivery/trouble-log.ts';

/** What the pollers of one mapping share. */
type SqsPolling = {
  config: SqsMappingConfig;
  queue: SqsQueue;
  groups: MessageGroups;
  matches: (record: SqsEventRecord) => boolean;
  invoker: Invoker;
  clock: Clock;
  /** Trouble with the queue, and trouble with the function's runs and answers. */
  trouble: { polling: TroubleLog; batches: TroubleLog };
  /** After how many receives a message becomes a dead letter; undefined when the queue does not say. */
  findRedrive: () => Promise<Redrive | undefined>;
  log: (line: string) => void;
  onDeadLetter?: ((messageId: string, queue: string) => void) | undefined;
  /** Batches that were received and are not settled, each with the time until when it gathers. */
  busy: Map<symbol, number>;
  signal: AbortSignal;
};

/** Polls, invokes and deletes, one batch at a time, until the signal aborts; a batch under way is finished. */
export async function runSqsPoller(polling: SqsPolling): Promise<void> {
  const { clock, trouble, signal } = polling;
  let failures = 0;
  while (!signal.aborted) {
    try {
      failures = (await pollOnce(polling)) ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) return;
      trouble.polling.report(inOneLine(error));
      failures += 1;
    }
    if (failures > 0) await sleepFor(clock, backoffMs(failures), signal);
  }
}

/** Answers false when the function could not be run, so that the poller backs off. */
async function pollOnce(polling: SqsPolling): Promise<boolean> {
  const { config, queue, groups, clock, trouble, signal } = polling;
  const limits = { batchSize: config.batchSize, windowMs: config.maximumBatchingWindowSeconds * 1000 };
  const batch = Symbol(config.functionName);
  const onWindow = (closesAt: number) => void polling.busy.set(batch, closesAt);
  try {
    const messages = groups.enter(await gatherMessages(queue, limits, { clock, signal, onWindow }));
    // A batch that is full does not wait for the end of its window.
    if (polling.busy.has(batch)) polling.busy.set(batch, 0);
    trouble.polling.over();
    try {
      return await processMessages(messages, polling);
    } finally {
      groups.leave(messages);
    }
  } finally {
    polling.busy.delete(batch);
  }
}

async function processMessages(messages: readonly ReceivedMessage[], polling: SqsPolling): Promise<boolean> {
  const { config, matches } = polling;
  const records = messages.map((message) => message.record);
  const wanted = records.filter(matches);
  await removeMessages(
    polling,
    records.filter((record) => !wanted.includes(record)),
  );
  let ran = true;
  for (const batch of splitBySize(wanted, PAYLOAD_LIMIT_BYTES, config.batchSize)) {
    ran = (await processBatch(batch, polling)).kind !== 'not-run' && ran;
  }
  return ran;
}

async function processBatch(batch: readonly SqsEventRecord[], polling: SqsPolling): Promise<BatchOutcome> {
  const { config, invoker, trouble, signal } = polling;
  const outcome = await invokeBatch(invoker, config.functionName, batch);
  const { done, complaint } = settleMessages(batch, outcome, config.reportBatchItemFailures);
  if (complaint === undefined) trouble.batches.over();
  else if (!signal.aborted) trouble.batches.report(complaint);
  await removeMessages(polling, done);
  if (!signal.aborted) await reportReturned(batch, done, polling);
  return outcome;
}

async function reportReturned(
  batch: readonly SqsEventRecord[],
  done: readonly SqsEventRecord[],
  { config, findRedrive, log, onDeadLetter }: SqsPolling,
): Promise<void> {
  const returned = batch.filter((record) => !done.includes(record));
  if (returned.length === 0) return;
  const redrive = await findRedrive();
  for (const line of returnedLines(config.functionName, { size: batch.length, returned }, redrive)) log(line);
  for (const { messageId } of redrive ? deadLetters(returned, redrive) : [])
    onDeadLetter?.(messageId, redrive?.deadLetterQueue ?? '');
}

async function removeMessages(polling: SqsPolling, records: readonly SqsEventRecord[]): Promise<void> {
  const [failed] = await polling.queue.remove(records);
  if (failed !== undefined)
    polling.trouble.polling.report(`a message was not deleted: ${failed.Code ?? 'unknown reason'}`);
}
