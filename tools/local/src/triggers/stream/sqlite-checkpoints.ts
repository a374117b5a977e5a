import * as z from 'zod';
import { openDatabase } from '../../state/open-database.ts';
import type { Checkpoints } from './checkpoints.ts';
import { BEGINNING } from './skip-to-latest.ts';

const row = z.object({ sequence_number: z.string() }).optional();

const SCHEMA = `
CREATE TABLE IF NOT EXISTS checkpoint (
  mapping_id TEXT NOT NULL,
  shard_id TEXT NOT NULL,
  sequence_number TEXT NOT NULL,
  PRIMARY KEY (mapping_id, shard_id)
) WITHOUT ROWID`;

/** Checkpoints in a SQLite file, or in memory for `:memory:`. They survive a kill -9 of the stack. */
export function openSqliteCheckpoints(path: string): Checkpoints & { clear(): void; close(): void } {
  const database = openDatabase(path, SCHEMA);
  const select = database.prepare(
    'SELECT sequence_number FROM checkpoint WHERE mapping_id = ? AND shard_id = ?',
  );
  const upsert = database.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)');
  return {
    load: (mappingId, shardId) => row.parse(select.get(mappingId, shardId))?.sequence_number,
    save: (mappingId, shardId, sequenceNumber) => void upsert.run(mappingId, shardId, sequenceNumber),
    /** Forgets every position; mappings that begin at LATEST begin at what comes from now on. */
    clear: () => void database.prepare('DELETE FROM checkpoint WHERE shard_id <> ?').run(BEGINNING),
    close: () => database.close(),
  };
}
