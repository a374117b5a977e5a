import * as z from 'zod/mini';

/** A value of a DynamoDB item in plain JavaScript: sets become arrays, binary stays base64 text. */
type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue };

/**
 * A DynamoDB item, or the key of one, as plain values by attribute name: from the typed JSON that stream records carry,
 * in which a value is an object with one field, named by its type. Numbers become doubles: beyond 2^53 they lose digits.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
 */
export const attributeMap = z.transform((item: unknown, { issues }): Record<string, PlainValue> => {
  // By hand: a union of ten schemas finds out for each value why it is not of the nine other types.
  if (!isMap(item)) {
    issues.push({ code: 'invalid_type', expected: 'record', input: item });
    return {};
  }
  const plain: Record<string, PlainValue> = {};
  const refused = fill(plain, item, 1);
  if (refused !== undefined)
    issues.push({ code: 'custom', message: 'expected an attribute value', path: [refused], input: item });
  return plain;
});

/** Attribute values within each other: as many as DynamoDB takes. */
const MAX_DEPTH = 32;

/** Answers the name of the first value that is no attribute value; undefined when each is one. */
function fill(plain: Record<string, PlainValue>, map: TypedMap, depth: number): string | undefined {
  for (const name of Object.keys(map)) {
    const value = plainValue(map[name], depth);
    if (value === undefined) return name;
    if (name !== '__proto__') plain[name] = value;
  }
  return undefined;
}

/** Undefined for what is no attribute value. */
function plainValue(typed: unknown, depth: number): PlainValue | undefined {
  if (!isMap(typed) || depth > MAX_DEPTH) return undefined;
  const [type = '', another] = Object.keys(typed);
  return another === undefined ? plainOfType(type, typed[type], depth) : undefined;
}

function plainOfType(type: string, value: unknown, depth: number): PlainValue | undefined {
  switch (type) {
    case 'S':
    case 'B':
      return typeof value === 'string' ? value : undefined;
    case 'N':
      return typeof value === 'string' ? toNumber(value) : undefined;
    case 'BOOL':
      return typeof value === 'boolean' ? value : undefined;
    case 'NULL':
      return typeof value === 'boolean' ? null : undefined;
    case 'SS':
    case 'BS':
      return isTexts(value) ? value : undefined;
    case 'NS':
      return isTexts(value) ? value.map(toNumber) : undefined;
    case 'L':
      return Array.isArray(value) ? plainList(value, depth + 1) : undefined;
    case 'M':
      return isMap(value) ? plainMap(value, depth + 1) : undefined;
    default:
      return undefined;
  }
}

function plainList(list: readonly unknown[], depth: number): PlainValue[] | undefined {
  const plain: PlainValue[] = [];
  for (const typed of list) {
    const value = plainValue(typed, depth);
    if (value === undefined) return undefined;
    plain.push(value);
  }
  return plain;
}

function plainMap(map: TypedMap, depth: number): PlainValue | undefined {
  const plain: Record<string, PlainValue> = {};
  return fill(plain, map, depth) === undefined ? plain : undefined;
}

type TypedMap = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is TypedMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** JavaScript takes more for a number, such as no text at all for 0. */
function toNumber(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}
