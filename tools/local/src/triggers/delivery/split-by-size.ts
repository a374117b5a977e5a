/** Bytes of `{"Records":[]}` around the records. */
const FRAME_BYTES = 14;

/**
 * Cuts `items` into runs, in order, whose JSON stays within `limitBytes` and `maxItems`. An item over the limit
 * by itself is a run of one: whoever sends it is told by the receiver.
 */
export function splitBySize<Item>(items: readonly Item[], limitBytes: number, maxItems: number): Item[][] {
  const runs: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = jsonBytes(item) + 1;
    const run = runs.at(-1);
    if (run === undefined || bytes > room || run.length >= maxItems) {
      runs.push([item]);
      room = limitBytes - FRAME_BYTES - bytes;
    } else {
      run.push(item);
      room -= bytes;
    }
  }
  return runs;
}

/** UTF-8 bytes of a value's JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
