import type { SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod';
import type { Clock } from '../../clock.ts';
import type { Invoker } from '../../services/lambda/function-config.ts';
import { createFilter } from '../filter/filter-criteria.ts';
import { parseMappingConfig } from '../delivery/mapping-config.ts';
import { createMessageGroups } from './message-groups.ts';
import { findRedrive } from './returned-messages.ts';
import { sqsMappingConfig } from './sqs-mapping-config.ts';
import { runSqsPoller } from './sqs-poller.ts';
import { createSqsQueue } from './sqs-queue.ts';
import { createTroubleLog } from '../delivery/trouble-log.ts';

/** Pollers, and so concurrent batches, of one mapping; `maximumConcurrency` lowers it. */
const POLLERS = 5;

/** A running mapping: `stopped` resolves after the signal aborted and the batches under way are settled. */
export type RunningMapping = {
  stopped: Promise<void>;
  /** What it has taken or has yet to read, and not delivered. */
  inFlight(): string[];
};

/**
 * Runs a function with the messages of a queue, as Lambda's SQS event source mapping does: at least once, whole
 * batches or partial answers, non-matching messages deleted. Throws MappingConfigError for a bad configuration.
 * `sqs` carries the credentials of the function's role; `observer`, those of the stack, asks what Lambda does not ask.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function startSqsMapping(mapping: {
  config: z.input<typeof sqsMappingConfig>;
  clock: Clock;
  invoker: Invoker;
  sqs: SQSClient;
  observer: SQSClient;
  log: (line: string) => void;
  onDeadLetter?: (messageId: string, queue: string) => void;
  signal: AbortSignal;
}): RunningMapping {
  const { clock, invoker, signal } = mapping;
  const config = parseMappingConfig(sqsMappingConfig, mapping.config);
  if (!config.enabled) return { stopped: Promise.resolve(), inFlight: () => [] };
  const polling = {
    config,
    queue: createSqsQueue(mapping.sqs, config, clock, signal),
    groups: createMessageGroups(),
    matches: createFilter(config.filterCriteria),
    invoker,
    clock,
    trouble: {
      polling: createTroubleLog(mapping.log, `polling ${config.eventSourceArn} for ${config.functionName}`),
      batches: createTroubleLog(
        mapping.log,
        `batches of ${config.eventSourceArn} for ${config.functionName}`,
      ),
    },
    findRedrive: () => findRedrive(mapping.observer, config.queueUrl),
    log: mapping.log,
    onDeadLetter: mapping.onDeadLetter,
    signal,
  };
  const count = Math.min(POLLERS, config.maximumConcurrency ?? POLLERS);
  const busy = new Map<symbol, number>();
  const running = Array.from({ length: count }, () => runSqsPoller({ ...polling, busy }));
  const { functionName, eventSourceArn } = config;
  return {
    stopped: Promise.all(running).then(() => undefined),
    // A window that is open waits for the clock.
    inFlight: () =>
      [...busy.values()].some((closesAt) => closesAt <= clock.now())
        ? [`messages of ${eventSourceArn} for ${functionName}`]
        : [],
  };
}
