import { boardKeys } from '../board/board-keys.ts';
import type { ScriptClient } from '../store/script-client.ts';

/** Most shards of one board: each page and each rank asks every one of them. */
export const MAX_SHARDS = 256;

/** Where a board of several shards is. */
export type ShardedPlace = {
  /**
   * A client for each shard, in an order that never changes. The client of a Redis Cluster may stand here many times:
   * each shard has a hash tag, and so a slot, of its own.
   */
  clients: readonly ScriptClient[];
  name?: string;
};

/**
 * The shards of a board, each a board of its own, such as `Rating/16/3`; a board of one shard is the plain board. The number of
 * shards is in the name: with another number it is another board, which a rebuild fills while the one before is read.
 */
export function shardsOf({
  clients,
  name = 'Rating',
}: ShardedPlace): { client: ScriptClient; name: string }[] {
  const { length } = clients;
  if (length === 0 || length > MAX_SHARDS)
    throw new RangeError(`Board: expected the clients of 1 to ${MAX_SHARDS} shards`);
  boardKeys(name);
  return clients.map((client, shard) => ({
    client,
    name: length === 1 ? name : `${name}/${length}/${shard}`,
  }));
}

/** The shard of a player, by the name alone. */
export function shardOf(player: string, shards: number): number {
  return crc32(player) % shards;
}

/** CRC-32 of the UTF-8; `node:zlib` has it from Node 22.2 on. https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-32-iso-hdlc */
function crc32(text: string): number {
  let crc = -1;
  for (const byte of Buffer.from(text)) crc = (crc >>> 8) ^ (CRC_OF_BYTE[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
const CRC_OF_BYTE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** What belongs to each shard, in the order given. */
export function byShard<Item>(
  items: readonly Item[],
  shards: number,
  playerOf: (item: Item) => string,
): Item[][] {
  const parts = Array.from({ length: shards }, (): Item[] => []);
  for (const item of items) parts[shardOf(playerOf(item), shards)]?.push(item);
  return parts;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
