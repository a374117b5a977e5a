import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ConsoleError } from '../console-operation.ts';

export type TableItem = Record<string, AttributeValue>;

/** DynamoDB JSON of an item: each value with its type, binaries in base64. */
export function itemText(item: TableItem): string {
  return JSON.stringify(item, (_name, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
}

/** Reads DynamoDB JSON. Throws `ConsoleError`, which says of `field` where it is wrong and what to write. */
export function itemOf(text: string, field = 'item'): TableItem {
  try {
    const item = parsed(text);
    if (!isObject(item)) throw new SyntaxError('write an object, such as {"Name": {"S": "text"}}');
    return mapOf(item, '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConsoleError(400, `${field}: ${error.message}`, { [field]: error.message });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`this is no JSON: ${reason}`, { cause: error });
  }
}

const EXAMPLE = 'write a type and a value, such as {"S": "text"} or {"N": "5"}';

/** Reads the value of each type; `at` is where it stands. */
const TYPES: Readonly<Record<string, (value: unknown, at: string) => AttributeValue>> = {
  S: (value, at) => ({ S: stringAt(value, at) }),
  N: (value, at) => ({ N: numberAt(value, at) }),
  B: (value, at) => ({ B: bytesAt(value, at) }),
  BOOL: (value, at) => {
    if (typeof value !== 'boolean') throw new SyntaxError(`${at}: BOOL is true or false`);
    return { BOOL: value };
  },
  NULL: (value, at) => {
    if (value !== true) throw new SyntaxError(`${at}: NULL is true`);
    return { NULL: true };
  },
  SS: (value, at) => ({ SS: listAt(value, at).map((each) => stringAt(each, at)) }),
  NS: (value, at) => ({ NS: listAt(value, at).map((each) => numberAt(each, at)) }),
  BS: (value, at) => ({ BS: listAt(value, at).map((each) => bytesAt(each, at)) }),
  L: (value, at) => ({ L: listAt(value, at).map((each, index) => valueAt(each, `${at}[${index}]`)) }),
  M: (value, at) => {
    if (!isObject(value)) throw new SyntaxError(`${at}: M is an object`);
    return { M: mapOf(value, `${at}.`) };
  },
};

function mapOf(value: object, before: string): TableItem {
  const entries = Object.entries(value).map(([name, each]: [string, unknown]) => [
    name,
    valueAt(each, before + name),
  ]);
  return Object.fromEntries(entries);
}

function valueAt(value: unknown, at: string): AttributeValue {
  const [[type, inner] = [''], ...others] = isObject(value) ? Object.entries(value) : [];
  const read = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (read === undefined || others.length > 0) throw new SyntaxError(`${at}: ${EXAMPLE}`);
  return read(inner, at);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listAt(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) throw new SyntaxError(`${at}: write a list`);
  return value;
}

function stringAt(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new SyntaxError(`${at}: S is text in quotes`);
  return value;
}

/** A number is written as text, which keeps all its digits. */
function numberAt(value: unknown, at: string): string {
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return value;
  throw new SyntaxError(`${at}: N is a number in quotes, such as {"N": "5"}`);
}

/** No `Buffer`: that writes itself into JSON in a way of its own. */
function bytesAt(value: unknown, at: string): Uint8Array {
  if (typeof value === 'string' && /^[A-Za-z\d+/]*={0,2}$/.test(value))
    return Uint8Array.from(Buffer.from(value, 'base64'));
  throw new SyntaxError(`${at}: B is base64 in quotes`);
}
