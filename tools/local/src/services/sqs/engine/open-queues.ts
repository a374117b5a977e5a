import { loadFauxqs } from './fauxqs.ts';
import { openQueueFile, type QueueFile } from './queue-file.ts';
import type { EngineContext } from './operations/queue-operation.ts';
import { queueArn } from '../queue-url.ts';
import { restoreQueues } from './restore-queues.ts';
import { seededRandom } from './shuffle.ts';

export type QueueSettings = { dataDir?: string | undefined; region: string; accountId: string; seed: number };

/** The engine with what the data directory holds; in memory only without one. */
export async function openQueues({
  dataDir,
  region,
  accountId,
  seed,
}: QueueSettings): Promise<EngineContext> {
  const fauxqs = await loadFauxqs();
  const store = new fauxqs.SqsStore();
  const file = dataDir === undefined ? undefined : openQueueFile(dataDir);
  const place = (name: string): [string, string] => [
    `/${accountId}/${name}`,
    queueArn(region, accountId, name),
  ];
  if (file !== undefined) restoreQueues(store, file, place);
  const transaction = file === undefined ? runNow : transactionOf(file);
  return { ...fauxqs, store, file, region, accountId, random: seededRandom(seed), transaction };
}

const runNow: EngineContext['transaction'] = (work) => work();

function transactionOf({ db }: QueueFile): EngineContext['transaction'] {
  return (work) => {
    db.exec('BEGIN');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
}
