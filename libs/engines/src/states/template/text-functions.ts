import { createHash, randomUUID } from 'node:crypto';
import { IntrinsicError } from '../failure.ts';
import { isObject } from '../path/select.ts';

const MOST_CHARACTERS = 10_000;
const HASHES = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html, all functions but those of arrays. */
export const TEXT_FUNCTIONS: Readonly<Record<string, (...given: unknown[]) => unknown>> = {
  Format: (template, ...values) => format(textOf(template), values),
  StringToJson: (text) => parsed(textOf(text)),
  JsonToString: (value) => JSON.stringify(value),
  Base64Encode: (text) => Buffer.from(limited(textOf(text))).toString('base64'),
  Base64Decode: (text) => Buffer.from(limited(textOf(text)), 'base64').toString(),
  Hash: (data, algorithm) => {
    const name = HASHES.get(textOf(algorithm));
    if (name === undefined) throw new IntrinsicError(`The algorithm ${String(algorithm)} is not supported`);
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return createHash(name).update(limited(text)).digest('hex');
  },
  JsonMerge: (first, second, deep) => {
    if (deep !== false) throw new IntrinsicError('Deep merging is not supported: the last argument is false');
    if (!isObject(first) || !isObject(second)) throw new IntrinsicError('Both values must be objects');
    return { ...first, ...second };
  },
  MathRandom: (from, to, seed) => {
    const [low, high] = [numberOf(from), numberOf(to)];
    const fraction = seed === undefined ? Math.random() : seeded(numberOf(seed));
    return Math.floor(low + fraction * (high - low));
  },
  MathAdd: (first, second) => numberOf(first) + numberOf(second),
  StringSplit: (text, delimiters) => {
    const separators = new Set(textOf(delimiters));
    const parts = [''];
    for (const character of textOf(text)) {
      if (separators.has(character)) parts.push('');
      else parts.push((parts.pop() ?? '') + character);
    }
    return parts.filter((part) => part !== '');
  },
  UUID: () => randomUUID(),
};

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new IntrinsicError('The argument must be a string');
}

function limited(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  throw new IntrinsicError(`The argument is longer than ${MOST_CHARACTERS} characters`);
}

/** Numbers are rounded, half up; the sum keeps no negative zero. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return Math.round(value) + 0;
  throw new IntrinsicError('The argument must be a number');
}

function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}

function parsed(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new IntrinsicError('The text is no JSON');
  }
}

/** Fills each `{}`; `\{`, `\}` and `\\` stand for the characters themselves. */
function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  const text = template.replaceAll(/\\([{}\\'])|\{\}/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    used += 1;
    return used <= values.length ? shown(values[used - 1]) : found;
  });
  if (used === values.length) return text;
  throw new IntrinsicError(`The template has ${used} places for ${values.length} values`);
}

/** As Java prints a value: an object is `{a=1, b=[2]}`. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, each]) => `${name}=${shown(each)}`);
  return `{${members.join(', ')}}`;
}
