/**
 * Adds one index to the engine's stream table, once per file. For each write the engine asks for the table's highest
 * sequence number, and for each read for the ones above a position; without the index both scan all stream records.
 * Safe beside the running engine: the file is in WAL mode, and a lock is waited for up to 5 s.
 */
export async function indexStreamRecords(file: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS hanok_stream_position ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}
