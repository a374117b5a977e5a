import * as z from 'zod/mini';

/** The name of a board in an event. */
export const boardName = z
  .string()
  .check(z.regex(/^[^{}]{1,512}$/, 'expected 1 to 512 characters without { and }'));

/** The Redis keys of one board, all in one Redis Cluster slot. */
type BoardKeys = {
  /** Sorted set: player by score, readable by anyone (`ZSCORE Rating SomeName`). */
  scores: string;
  /** Sorted set in listing order: `sinceText` + player, by the negated score. */
  order: string;
  /** Hash: player to the sequence number last applied, followed by the player's `sinceText` unless removed. */
  seen: string;
  /** Sorted set: removed player by the time of removal, so that what `seen` keeps of it can age out. */
  removed: string;
};

/** The keys of a board's rebuilds, in the slot of the board. */
type RebuildKeys = {
  /** The board that is being filled. */
  next: BoardKeys;
  /** Hash of the rebuild under way: its `id` and the number of its last `step`. */
  rebuild: string;
  /** Hash of the last rebuild that ended: its `id`, and `from`: changes made before are in the board. */
  rebuilt: string;
};

/**
 * The keys of the board called `name`. The braces are a hash tag: Redis Cluster hashes only what stands in them, so
 * that `{Rating}:order` is in the slot of the plain key `Rating`.
 * Throws `RangeError` for an empty name and for one with braces, whose keys could be in several slots.
 * https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
export function boardKeys(name: string): BoardKeys {
  return { scores: name, ...keysBelow(tagOf(name)) };
}

/** The keys of the rebuilds of the board called `name`; throws as `boardKeys` does. */
export function rebuildKeys(name: string): RebuildKeys {
  const tag = tagOf(name);
  const next = `${tag}:next`;
  return { next: { scores: next, ...keysBelow(next) }, rebuild: `${tag}:rebuild`, rebuilt: `${tag}:rebuilt` };
}

function tagOf(name: string): string {
  if (name === '' || /[{}]/.test(name))
    throw new RangeError('Board name: must not be empty or contain { or }');
  return `{${name}}`;
}

function keysBelow(prefix: string): Omit<BoardKeys, 'scores'> {
  return { order: `${prefix}:order`, seen: `${prefix}:seen`, removed: `${prefix}:removed` };
}

/** In the order in which the scripts take them. */
export function keyList({ scores, order, seen, removed }: BoardKeys): string[] {
  return [scores, order, seen, removed];
}
