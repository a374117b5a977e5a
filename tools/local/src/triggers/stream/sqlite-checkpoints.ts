import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Checkpoints } from './checkpoints.ts';

const row = z.object({ sequence_number: z.string() }).optional();

/** Checkpoints in a SQLite file, or in memory for `:memory:`. They survive a kill -9 of the stack. */
export function openSqliteCheckpoints(path: string): Checkpoints & { close(): void } {
  const database = new DatabaseSync(path);
  // A write-ahead log without a sync per commit: safe against a killed process, not against a power cut.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS checkpoint (
      mapping_id TEXT NOT NULL,
      shard_id TEXT NOT NULL,
      sequence_number TEXT NOT NULL,
      PRIMARY KEY (mapping_id, shard_id)
    ) WITHOUT ROWID`);
  const select = database.prepare(
    'SELECT sequence_number FROM checkpoint WHERE mapping_id = ? AND shard_id = ?',
  );
  const upsert = database.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)');
  return {
    load: (mappingId, shardId) => row.parse(select.get(mappingId, shardId))?.sequence_number,
    save: (mappingId, shardId, sequenceNumber) => void upsert.run(mappingId, shardId, sequenceNumber),
    close: () => database.close(),
  };
}
