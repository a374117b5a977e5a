/** Whether a key comes after another in S3's order: by bytes of UTF-8, which is not that of JavaScript's strings. */
export function isBehind(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

/** The first key after this one; there is none before the empty one. */
export function following(key: string): string {
  return key === '' ? '' : `${key}\0`;
}

const LAST_CODE_POINT = 0x10ffff;

/** The first key after all that begin with this prefix; undefined when there is none. */
export function behindAll(prefix: string): string | undefined {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}
