import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

export const PLAYER_TABLE = 'GomokuPlayerInfo';
const FIRST_SINCE = 1_700_000_000_000;

/**
 * Writes players `player-0` and so on into the file of a stopped engine, in which the table is already: a million in
 * seconds, where the engine's API takes 2 ms each.
 */
export function fillPlayerTable(file: string, players: number): void {
  const database = new DatabaseSync(file);
  const insert = database.prepare(
    `INSERT INTO "${PLAYER_TABLE}" (pk, item_json, item_size, hash_prefix) VALUES (?, ?, ?, ?)`,
  );
  database.exec('BEGIN');
  for (let index = 0; index < players; index += 1) {
    const name = `player-${index}`;
    const item = JSON.stringify(itemOf(name, index));
    insert.run(`S:${name}`, item, item.length, hashPrefix(name));
  }
  database.exec('COMMIT');
  database.close();
}

function itemOf(name: string, index: number) {
  const number = (value: number) => ({ N: String(value) });
  return {
    PlayerName: { S: name },
    Score: number((index * 7_919) % 100_003),
    ScoreSince: number(FIRST_SINCE + index),
    Win: number(index % 100),
    Lose: number(index % 90),
  };
}

/** By this the engine orders its partitions and cuts them into the segments of a parallel scan. */
function hashPrefix(name: string): string {
  return createHash('md5').update(`Outliers${name}`).digest('hex').slice(0, 6);
}
