import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { restFor } from '../delivery/sleep.ts';
import { shardsToStart } from './shard-lineage.ts';
import { inOneLine, type TroubleLog } from '../delivery/trouble-log.ts';

/** Real milliseconds between two looks for new shards, and the wait after a failed look. */
const lookEveryMs = 5000;

/** All shards of a stream, page by page. */
export async function listShards(
  streams: DynamoDBStreamsClient,
  streamArn: string,
  signal: AbortSignal,
): Promise<Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const command = new DescribeStreamCommand({
      StreamArn: streamArn,
      ...(from && { ExclusiveStartShardId: from }),
    });
    const { StreamDescription } = await streams.send(command, { abortSignal: signal });
    shards.push(...(StreamDescription?.Shards ?? []));
    from = StreamDescription?.LastEvaluatedShardId;
  } while (from !== undefined);
  return shards;
}

/**
 * Runs every shard once, each one after its parent has ended, until the signal aborts; then waits for those that
 * still run. `run` answers whether its shard was read to the end.
 */
export async function followShards(stream: {
  list: () => Promise<Shard[]>;
  run: (shardId: string) => Promise<boolean>;
  polling: TroubleLog;
  signal: AbortSignal;
}): Promise<void> {
  const { polling, signal } = stream;
  const started = new Set<string>();
  const finished = new Set<string>();
  const running = new Set<Promise<void>>();
  while (!signal.aborted) {
    for (const shardId of shardsToStart(await listNow(), { started, finished })) start(shardId);
    await Promise.race([restFor(lookEveryMs, signal), ...running]);
  }
  await Promise.all(running);

  function start(shardId: string): void {
    started.add(shardId);
    const work = stream.run(shardId).then((ended) => {
      if (ended) finished.add(shardId);
      running.delete(work);
    });
    running.add(work);
  }

  async function listNow(): Promise<Shard[]> {
    try {
      const shards = await stream.list();
      polling.over();
      return shards;
    } catch (error) {
      if (!signal.aborted) polling.report(inOneLine(error));
      return [];
    }
  }
}
