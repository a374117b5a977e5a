import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, or a part of one, in DynamoDB's typed JSON. */
export type Item = Record<string, AttributeValue>;

/** A value that an attribute can hold. A field that is undefined is left out. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/** Plain values as DynamoDB's typed JSON, such as `{ ':now': 5 }` as `{ ':now': { N: '5' } }`. */
export function attributesOf(values: Readonly<Record<string, Plain>>): Item {
  const item: Item = {};
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value === undefined) continue;
    // An assignment would set the prototype.
    if (name === '__proto__') Object.defineProperty(item, name, { value: attributeOf(value), ...OWN });
    else item[name] = attributeOf(value);
  }
  return item;
}

const OWN = { enumerable: true, configurable: true, writable: true };

function attributeOf(value: Exclude<Plain, undefined>): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (isList(value)) return { L: value.map((each) => attributeOf(each ?? null)) };
  return { M: attributesOf(value) };
}

/** `Array.isArray` does not tell a readonly array from an object. */
function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The item as plain values: sets become arrays. Numbers become doubles: beyond 2^53 they lose digits. */
export function plainOf(item: Item): Record<string, Plain> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: AttributeValue): Plain {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.M !== undefined) return plainOf(value.M);
  if (value.L !== undefined) return value.L.map(plainValue);
  return value.B ?? value.SS ?? value.NS?.map(Number) ?? value.BS;
}
