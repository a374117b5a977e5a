import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type * as z from 'zod';
import type { Clock } from '../../clock.ts';
import type { Invoker } from '../../services/lambda/function-config.ts';
import { backoffMs } from '../delivery/backoff.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { OnFailure } from '../delivery/failed-batch-report.ts';
import { createFilter } from '../filter/filter-criteria.ts';
import { followShards, listShards } from './follow-shards.ts';
import { parseMappingConfig } from '../delivery/mapping-config.ts';
import { createShardReader, type ShardReader } from './shard-reader.ts';
import { runShard } from './shard-worker.ts';
import { skipToLatest } from './skip-to-latest.ts';
import { sleepFor } from '../delivery/sleep.ts';
import type { RunningMapping } from '../sqs/sqs-mapping.ts';
import { streamMappingConfig, type StreamMappingConfig } from './stream-mapping-config.ts';
import { createStreamProgress, type StreamProgress } from './stream-progress.ts';
import type { TableWrites } from './table-writes.ts';
import { createTroubleLog, inOneLine, type TroubleLog } from '../delivery/trouble-log.ts';

type Ports = {
  clock: Clock;
  invoker: Invoker;
  streams: DynamoDBStreamsClient;
  writes: TableWrites;
  checkpoints: Checkpoints;
  onFailure: OnFailure | undefined;
  log: (line: string) => void;
  signal: AbortSignal;
};

/**
 * Runs a function with the changes of a table, as Lambda's DynamoDB event source mapping does: each shard in
 * order, at least once, failing batches retried, split or given up as configured. Throws MappingConfigError for
 * a bad configuration. `streams` carries the credentials of the function's role.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function startStreamMapping(
  mapping: Ports & { config: z.input<typeof streamMappingConfig> },
): RunningMapping {
  const config = parseMappingConfig(streamMappingConfig, mapping.config);
  if (!config.enabled) return { stopped: Promise.resolve(), inFlight: () => [] };
  const progress = createStreamProgress(mapping.writes);
  const { eventSourceArn, functionName } = config;
  return {
    stopped: runMapping(config, { ...mapping, progress }),
    inFlight: () =>
      progress.isUpToDate(mapping.clock.now()) ? [] : [`records of ${eventSourceArn} for ${functionName}`],
  };
}

async function runMapping(
  config: StreamMappingConfig,
  ports: Ports & { progress: StreamProgress },
): Promise<void> {
  const { eventSourceArn: streamArn, functionName, uuid } = config;
  const { streams, checkpoints, signal } = ports;
  const polling = createTroubleLog(ports.log, `polling ${streamArn} for ${functionName}`);
  // A table made anew has another stream, whose sequence numbers begin again.
  const mappingId = `${uuid} ${streamArn}`;
  const list = async () => {
    const shards = await listShards(streams, streamArn, signal);
    ports.progress.listed();
    return shards;
  };
  const read = (shardId: string, after?: string) =>
    createShardReader(streams, { streamArn, shardId, after }, signal);
  if (config.startingPosition === 'LATEST') {
    await untilDone(() => skipExisting(mappingId), ports, polling);
  }
  await followShards({ list, run, polling, signal });

  async function skipExisting(id: string): Promise<void> {
    const shardIds = (await list()).flatMap(({ ShardId }) => ShardId ?? []);
    await skipToLatest(id, shardIds, checkpoints, read);
  }

  function run(shardId: string): Promise<boolean> {
    const reader = read(shardId, checkpoints.load(mappingId, shardId));
    const work = shardWork(config, ports, { shardId, mappingId, reader, polling });
    const upToDate = ports.progress.shard(shardId);
    // A shard is blocked while its batch waits for the next try.
    const delivery = { ...work.delivery, onWait: (until: number) => upToDate(Infinity, until) };
    return runShard({ ...work, delivery, upToDate });
  }
}

function shardWork(
  config: StreamMappingConfig,
  ports: Ports,
  shard: { shardId: string; mappingId: string; reader: ShardReader; polling: TroubleLog },
) {
  const { shardId, mappingId, reader, polling } = shard;
  const checkpoint = (done: string) => ports.checkpoints.save(mappingId, shardId, done);
  const trouble = createTroubleLog(
    ports.log,
    `batches of ${config.eventSourceArn} for ${config.functionName}`,
  );
  return {
    reader,
    polling,
    writes: ports.writes,
    limits: { batchSize: config.batchSize, windowMs: config.maximumBatchingWindowSeconds * 1000 },
    matches: createFilter(config.filterCriteria),
    delivery: { ...ports, config, shardId, checkpoint, trouble },
  };
}

/** Repeats a first step until it works or the mapping is stopped. */
async function untilDone(step: () => Promise<void>, ports: Ports, polling: TroubleLog): Promise<void> {
  for (let failures = 1; !ports.signal.aborted; failures += 1) {
    try {
      return await step();
    } catch (error) {
      if (!ports.signal.aborted) polling.report(inOneLine(error));
      await sleepFor(ports.clock, backoffMs(failures), ports.signal);
    }
  }
}
