import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../state/open-database.ts';
import type { Message, Queue } from './engine-message.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS queues (
  name TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL, sequence INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL, message TEXT NOT NULL,
  receive_count INTEGER NOT NULL, first_received INTEGER, receipt_handle TEXT, visible_at INTEGER
);
CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, position);
CREATE TABLE IF NOT EXISTS deduplications (
  queue TEXT NOT NULL, key TEXT NOT NULL, message_id TEXT NOT NULL, sequence TEXT NOT NULL, sent INTEGER NOT NULL,
  PRIMARY KEY (queue, key)
);`;

/**
 * Queues and messages on disk, written through by the engine's queues. A transaction that has returned survives
 * kill -9; only a power cut may lose the last ones.
 */
export type QueueFile = ReturnType<typeof openQueueFile>;

export function openQueueFile(dataDir: string) {
  const db = open(dataDir);
  const prepare = (sql: string) => db.prepare(sql);
  return { db, ...queueWrites(prepare), ...messageWrites(prepare), ...deduplicationWrites(prepare) };
}

/** Holds the file alone: a second stack on the same directory would deliver each message twice. */
function open(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true });
  return openDatabase(join(dataDir, 'queues.db'), SCHEMA, { isExclusive: true });
}

/** What is kept of a queue. */
type QueueRow = Pick<Queue, 'name' | 'tags' | 'lastModifiedTimestamp' | 'sequenceCounter'> & {
  attributes: Record<string, string>;
  createdTimestamp: number;
};
type Prepare = (sql: string) => ReturnType<DatabaseSync['prepare']>;

function queueWrites(prepare: Prepare) {
  const upsert = prepare(
    `INSERT INTO queues VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
     SET attributes = excluded.attributes, tags = excluded.tags, modified = excluded.modified`,
  );
  const attributes = prepare('UPDATE queues SET attributes = ?, modified = ? WHERE name = ?');
  const sequence = prepare('UPDATE queues SET sequence = ? WHERE name = ?');
  const removals = [
    'queues WHERE name = ?',
    'messages WHERE queue = ?',
    'deduplications WHERE queue = ?',
  ].map((rows) => prepare(`DELETE FROM ${rows}`));
  return {
    insertQueue: (queue: QueueRow) => {
      const texts = [queue.attributes, Object.fromEntries(queue.tags)].map((value) => JSON.stringify(value));
      const numbers = [queue.createdTimestamp, queue.lastModifiedTimestamp, queue.sequenceCounter];
      upsert.run(queue.name, ...texts, ...numbers);
    },
    deleteQueue: (name: string) => removals.forEach((removal) => removal.run(name)),
    updateQueueAttributes: (name: string, values: Record<string, string>, modified: number) =>
      void attributes.run(JSON.stringify(values), modified, name),
    updateQueueSequenceCounter: (name: string, counter: number) => void sequence.run(counter, name),
  };
}

function messageWrites(prepare: Prepare) {
  const insert = prepare(
    'INSERT INTO messages (id, queue, message, receive_count, first_received) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = prepare('DELETE FROM messages WHERE id = ?');
  const empty = prepare('DELETE FROM messages WHERE queue = ?');
  const hide = prepare(
    'UPDATE messages SET receipt_handle = ?, visible_at = ?, receive_count = ?, first_received = ? WHERE id = ?',
  );
  const show = prepare('UPDATE messages SET receipt_handle = NULL, visible_at = NULL WHERE id = ?');
  return {
    insertMessage: (queue: string, message: Message) => {
      const first = message.approximateFirstReceiveTimestamp ?? null;
      insert.run(message.messageId, queue, JSON.stringify(message), message.approximateReceiveCount, first);
    },
    deleteMessage: (id: string) => void remove.run(id),
    updateMessageInflight: (id: string, handle: string, visibleAt: number, count: number, first?: number) =>
      void hide.run(handle, Math.round(visibleAt), count, first ?? null, id),
    updateMessageReady: (id: string) => void show.run(id),
    deleteQueueMessages: (queue: string) => void empty.run(queue),
  };
}

function deduplicationWrites(prepare: Prepare) {
  const insert = prepare('INSERT OR REPLACE INTO deduplications VALUES (?, ?, ?, ?, ?)');
  const forget = prepare('DELETE FROM deduplications WHERE sent < ?');
  return {
    insertDeduplication: (queue: string, key: string, message: Message) =>
      void insert.run(queue, key, message.messageId, message.sequenceNumber ?? '', message.sentTimestamp),
    forgetDeduplications: (before: number) => void forget.run(before),
  };
}
