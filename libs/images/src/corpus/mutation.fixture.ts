import type { SeededRandom } from '@hanok/testing';

/** A damaged copy of the bytes: some changed, some lost, a piece doubled, blanked, or the head rewritten. */
export function mutate(bytes: Buffer, { below }: Pick<SeededRandom, 'below'>): Buffer {
  const from = below(bytes.length);
  const length = 1 + below(64);
  switch (below(5)) {
    case 0:
      return changed(bytes, 1 + below(8), () => below(bytes.length), below);
    case 1:
      return bytes.subarray(0, from);
    case 2:
      return Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)]);
    case 3:
      return Buffer.from(bytes).fill(0, from, Math.min(bytes.length, from + length));
    default:
      return changed(bytes, 1 + below(4), () => below(Math.min(64, bytes.length)), below);
  }
}

function changed(bytes: Buffer, count: number, place: () => number, below: (end: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let index = 0; index < count; index += 1) copy[place()] = below(256);
  return copy;
}
