/** Real milliseconds until an empty shard is read again: short while records came lately, then a little longer. */
export function pollPauseMs(idleMs: number): number {
  return idleMs < 2000 ? 20 : 50;
}
