/** The Redis keys of one board, all in one Redis Cluster slot. */
export type BoardKeys = {
  /** Sorted set: player by score, readable by anyone (`ZSCORE Rating SomeName`). */
  scores: string;
  /** Sorted set in listing order: `sinceText` + player, by the negated score. */
  order: string;
  /** Hash: player to the sequence number last applied, followed by the player's `sinceText` unless removed. */
  seen: string;
  /** Sorted set: removed player by the time of removal, so that what `seen` keeps of it can age out. */
  removed: string;
};

/**
 * The keys of the board called `name`. The braces are a hash tag: Redis Cluster hashes only what stands in them, so
 * that `{Rating}:order` is in the slot of the plain key `Rating`.
 * Throws `RangeError` for an empty name and for one with braces, whose keys could be in several slots.
 * https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
export function boardKeys(name: string): BoardKeys {
  if (name === '' || /[{}]/.test(name))
    throw new RangeError('Board name: must not be empty or contain { or }');
  return { scores: name, order: `{${name}}:order`, seen: `{${name}}:seen`, removed: `{${name}}:removed` };
}
