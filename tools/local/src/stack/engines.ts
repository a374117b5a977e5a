import { type Dynoxide, startDynoxide } from '@hanok/engines';
import type { Clock } from '../clock.ts';
import { openUserPoolStore, type UserPoolStore } from '../services/cognito/user-pool-store.ts';
import { type AsyncEventFile, openAsyncEvents } from '../services/lambda/async-event-file.ts';
import type { LogLine } from '../services/logs/log-line.ts';
import { type LogStore, openLogStore } from '../services/logs/log-store.ts';
import { openRedis, type StackRedis } from '../services/redis/redis-endpoint.ts';
import { openS3Store, type S3Store } from '../services/s3/store/s3-store.ts';
import { type QueueEngine, startQueueEngine } from '../services/sqs/queue-engine.ts';
import type { Checkpoints } from '../triggers/stream/checkpoints.ts';
import { openSqliteCheckpoints } from '../triggers/stream/sqlite-checkpoints.ts';
import type { StateFolder } from './state-folder.ts';

/** Everything that keeps state. */
export type Engines = {
  dynoxide: Dynoxide;
  redis: StackRedis;
  queues: QueueEngine;
  logs: LogStore;
  checkpoints: Checkpoints;
  userPools: UserPoolStore;
  objects: S3Store;
  asyncEvents: AsyncEventFile;
  /** Resolves with one line when an engine ends by itself. */
  died: Promise<string>;
  stop(): Promise<void>;
};

/** Starts the engines side by side on the folder; when one does not start, the others are stopped. */
export async function startEngines(options: {
  state: StateFolder;
  clock: Clock;
  region: string;
  redisUrl: string | undefined;
  onLine: (line: LogLine) => void;
}): Promise<Engines> {
  const { state, clock, region } = options;
  const starting = [
    startDynoxide({ file: state.path('dynamodb.db') }),
    openRedis({ dir: state.path('redis'), url: options.redisUrl }),
    startQueueEngine({ dataDir: state.path('queues'), clock, region }),
  ] as const;
  try {
    const [dynoxide, redis, queues] = await Promise.all(starting);
    const logs = openLogStore({ file: state.path('logs.db'), onLine: options.onLine });
    const checkpoints = openSqliteCheckpoints(state.path('checkpoints.db'));
    const userPools = openUserPoolStore(state.path('userpool.db'));
    const objects = openS3Store(state.path('objects'));
    const asyncEvents = openAsyncEvents(state.path('async-events.db'));
    const died = Promise.race([
      dynoxide.exited.then(({ code, signal }) => `dynoxide ended (${signal ?? `code ${code}`})`),
      redis.died,
      queues.failed.then(({ message }) => message),
    ]);
    const stop = async () => {
      await Promise.all([dynoxide.stop(), redis.stop(), queues.stop()]);
      logs.close();
      checkpoints.close();
      userPools.close();
      objects.close();
      asyncEvents.close();
    };
    return { dynoxide, redis, queues, logs, checkpoints, userPools, objects, asyncEvents, died, stop };
  } catch (error) {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map((each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)));
    throw error;
  }
}
