import { isBehind } from './key-order.ts';
import type { ObjectAddress } from './object-address.ts';
import type { ObjectDatabase } from './object-database.ts';
import { objectRecord, type ObjectRecord } from './object-record.ts';

export type ListedObject = { key: string; record: ObjectRecord };

/** The objects of all buckets. */
export type ObjectRows = {
  get(address: ObjectAddress): ObjectRecord | undefined;
  put(address: ObjectAddress, record: ObjectRecord): void;
  remove(address: ObjectAddress): void;
  /** At most `limit` objects of a bucket whose keys are at least `from` and begin with `prefix`, by key. */
  page(bucket: string, from: string, prefix: string, limit: number): ListedObject[];
  /** Every object's record. */
  all(): Iterable<ObjectRecord>;
};

export function objectRows({ prepare }: ObjectDatabase): ObjectRows {
  const select = prepare('SELECT record FROM objects WHERE bucket = ? AND key = ?');
  const upsert = prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?)');
  const remove = prepare('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const page = prepare('SELECT key, record FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?');
  const all = prepare('SELECT record FROM objects');
  return {
    get: ({ bucket, key }) => {
      const row = select.get(bucket, key);
      return row && readRecord(row['record']);
    },
    put: ({ bucket, key }, record) => void upsert.run(bucket, key, JSON.stringify(record)),
    remove: ({ bucket, key }) => void remove.run(bucket, key),
    page: (bucket, from, prefix, limit) => {
      const rows = page.all(bucket, isBehind(from, prefix) ? from : prefix, limit);
      const listed = rows.map((row) => ({ key: String(row['key']), record: readRecord(row['record']) }));
      const end = listed.findIndex(({ key }) => !key.startsWith(prefix));
      return end === -1 ? listed : listed.slice(0, end);
    },
    all: function* () {
      for (const row of all.iterate()) yield readRecord(row['record']);
    },
  };
}

function readRecord(column: unknown): ObjectRecord {
  return objectRecord.parse(JSON.parse(String(column)));
}
