import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { restFor } from '../delivery/sleep.ts';
import { inOneLine, type TroubleLog } from '../delivery/trouble-log.ts';

/** Real milliseconds between two looks for new shards, and the wait after a failed look. */
const LOOK_EVERY_MS = 5000;

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
  let onEnd: () => void = () => undefined;
  while (!signal.aborted) {
    // Anew for each look: a promise that is raced again and again keeps something of every race.
    const oneEnded = new Promise<void>((resolve) => (onEnd = resolve));
    for (const shardId of shardsToStart(await listNow(), { started, finished })) start(shardId);
    await Promise.race([restFor(LOOK_EVERY_MS, signal), oneEnded]);
  }
  await Promise.all(running);

  function start(shardId: string): void {
    started.add(shardId);
    const work = stream.run(shardId).then((ended) => {
      if (ended) finished.add(shardId);
      running.delete(work);
      onEnd();
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

/**
 * The shards to begin with: neither begun nor waiting for a parent that is not read to its end. A parent that
 * the stream no longer lists is trimmed, so its children need not wait.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing
 */
export function shardsToStart(
  shards: readonly Shard[],
  progress: { started: ReadonlySet<string>; finished: ReadonlySet<string> },
): string[] {
  const listed = new Set(shards.map((shard) => shard.ShardId));
  return shards.flatMap(({ ShardId, ParentShardId }) => {
    if (ShardId === undefined || progress.started.has(ShardId)) return [];
    const waits =
      ParentShardId !== undefined && listed.has(ParentShardId) && !progress.finished.has(ParentShardId);
    return waits ? [] : [ShardId];
  });
}
