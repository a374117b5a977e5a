import { compilePattern } from '../../../event-pattern/compile-pattern.ts';
import { FILTER_POLICY } from '../../../event-pattern/dialect.ts';
import { EventPatternError } from '../../../event-pattern/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { Message, Subscription } from '../topic.ts';

type Scope = Subscription['filterScope'];
/** Whether a message, whose text is that for the subscriber, is for it. */
type Filter = (message: Message, text: string) => boolean;

const MAX_BYTES = 262_144;
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;

/**
 * The filter of a subscription by its policy, as JSON. Throws `InvalidParameter` for what SNS does not take.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function filterOf(policy: string | undefined, scope: Scope): Filter {
  if (policy === undefined) return () => true;
  if (Buffer.byteLength(policy) > MAX_BYTES) throw refused('Filter policy is over 256 KB');
  const parsed = parsePolicy(policy);
  checkKeys(keysOf(parsed, scope === 'MessageBody'));
  try {
    const matches = compilePattern(parsed, FILTER_POLICY);
    return (message, text) => {
      const filtered = scope === 'MessageBody' ? bodyOf(text) : attributesOf(message);
      return filtered !== undefined && matches(filtered);
    };
  } catch (error) {
    throw error instanceof EventPatternError ? refused(error.message) : error;
  }
}

function parsePolicy(policy: string): object {
  const parsed = parse(policy);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw refused('failed to parse JSON. The policy is a JSON object');
}

/** The lists of rules in a policy, however deep; those of attributes lie side by side. */
function keysOf(policy: object, isNested: boolean): (readonly unknown[])[] {
  const keys: (readonly unknown[])[] = [];
  const open: [name: string, value: unknown][] = Object.entries(policy);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, value] = next;
    if (!Array.isArray(value) && !isNested)
      throw refused(
        `"${name}" must be an object or an array of rules; filter policies of attributes have no levels`,
      );
    if (Array.isArray(value) && name !== '$or') keys.push(value);
    else for (const child of alternatives(name, value)) open.push(...Object.entries(Object(child)));
  }
  return keys;
}

function alternatives(name: string, value: unknown): readonly unknown[] {
  return name === '$or' && Array.isArray(value) ? value : [value];
}

function checkKeys(keys: readonly (readonly unknown[])[]): void {
  if (keys.length > MAX_KEYS) throw refused(`Filter policy can not have more than ${MAX_KEYS} keys`);
  const combinations = keys.reduce((product, rules) => product * Math.max(1, rules.length), 1);
  if (combinations > MAX_COMBINATIONS) throw refused('Filter policy is too complex');
}

/** The message as JSON; undefined for another text, which no policy matches. */
function bodyOf(text: string): unknown {
  const body = parse(text);
  return typeof body === 'object' && body !== null ? body : undefined;
}

/** Attributes by their types: a number, a text, or the elements of a list. Those of bytes are not compared. */
function attributesOf({ attributes }: Message): object {
  const values = Object.entries(attributes).flatMap(([name, { type, value }]): [string, unknown][] => {
    if (type.startsWith('Binary')) return [];
    if (type === 'String.Array') return [[name, parse(value)]];
    return [[name, type.startsWith('Number') ? Number(value) : value]];
  });
  return Object.fromEntries(values);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(reason: string): Error {
  return invalidParameter(`FilterPolicy: ${reason}`);
}
