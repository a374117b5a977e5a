import { setTimeout as delay } from 'node:timers/promises';
import { print, text } from '../cli/terminal.ts';
import { isDeepStrictEqual } from 'node:util';

/** Something that the demo shows is not what it must be. */
class CheckError extends Error {
  override readonly name = 'CheckError';
}

/** Shows a value and that it is what it must be. Throws `CheckError` when it is not. */
export function check(label: string, value: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(value, expected))
    throw new CheckError(`${label}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(value)}`);
  print(text`  ✔ ${label.padEnd(34)} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

/** Between two looks: the stack runs in this process and needs time too. */
const LOOK_MS = 5;

/** Looks until the value is as expected, and answers after how many milliseconds it was. Throws `CheckError` after `limitMs`. */
export async function eventually(
  label: string,
  look: () => Promise<unknown>,
  expected: unknown,
  limitMs = 30_000,
): Promise<number> {
  const start = performance.now();
  for (;;) {
    const value = await look();
    const elapsed = performance.now() - start;
    if (isDeepStrictEqual(value, expected) || elapsed > limitMs) {
      check(label, value, expected);
      return elapsed;
    }
    await delay(LOOK_MS);
  }
}
