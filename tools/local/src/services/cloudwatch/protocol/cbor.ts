/** Bytes that are no CBOR, or CBOR that the protocol does not have. */
export class CborError extends Error {
  override readonly name = 'CborError';
}

const DEEPEST = 100;
/** Major types of RFC 8949, and tag 1, which stands before a time in seconds. */
const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6];
const EPOCH_TAG = 1;
const INDEFINITE = 31;
const BREAK = 0xff;
const SIMPLE: ReadonlyMap<number, unknown> = new Map<number, unknown>([
  [20, false],
  [21, true],
  [22, null],
  [23, undefined],
]);
/** Floats of two, four and eight bytes. */
const FLOAT_16 = 25;
const FLOAT_32 = 26;
const FLOAT_64 = 27;

/**
 * Reads one value. A time is its seconds, a number that JSON does not have its name, bytes their base64, as the same
 * input is in JSON. Throws `CborError`. https://www.rfc-editor.org/rfc/rfc8949
 */
export function decodeCbor(bytes: Buffer): unknown {
  let at = 0;
  const value = read(0);
  if (at < bytes.length) throw new CborError('bytes follow the value');
  return value;

  function take(length: number): Buffer {
    if (length > bytes.length - at) throw new CborError('the value ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  }

  function read(depth: number): unknown {
    if (depth > DEEPEST) throw new CborError('the value is nested too deeply');
    const first = take(1).readUInt8();
    const [major, extra] = [first >> 5, first & 31];
    if (major === UNSIGNED) return length(extra);
    if (major === NEGATIVE) return -1 - length(extra);
    if (major === BYTES) return string(major, extra, depth).toString('base64');
    if (major === TEXT) return string(major, extra, depth).toString();
    if (major === LIST) return items(extra, () => read(depth + 1));
    if (major === MAP)
      return Object.fromEntries(items(extra, () => [String(read(depth + 1)), read(depth + 1)]));
    if (major === TAG) return tagged(length(extra), depth);
    return simple(extra);
  }

  /** Of bytes, of a list, or the number itself. */
  function length(extra: number): number {
    if (extra < 24) return extra;
    if (extra > 27) throw new CborError('a length is none');
    const data = take(2 ** (extra - 24));
    return data.length === 8 ? Number(data.readBigUInt64BE()) : data.readUIntBE(0, data.length);
  }

  function string(major: number, extra: number, depth: number): Buffer {
    if (extra !== INDEFINITE) return take(length(extra));
    const parts: Buffer[] = [];
    while (!isBreak()) {
      const first = take(1).readUInt8();
      if (first >> 5 !== major || (first & 31) === INDEFINITE || depth > DEEPEST)
        throw new CborError('a text in parts has a part that is none');
      parts.push(take(length(first & 31)));
    }
    return Buffer.concat(parts);
  }

  function items<Item>(extra: number, one: () => Item): Item[] {
    const list: Item[] = [];
    if (extra === INDEFINITE) while (!isBreak()) list.push(one());
    else for (let left = length(extra); left > 0; left -= 1) list.push(one());
    return list;
  }

  function isBreak(): boolean {
    const isEnd = bytes[at] === BREAK;
    if (isEnd) at += 1;
    return isEnd;
  }

  function tagged(tag: number, depth: number): unknown {
    if (tag !== EPOCH_TAG) throw new CborError(`the tag ${tag} is not known`);
    return read(depth + 1);
  }

  function simple(extra: number): unknown {
    if (SIMPLE.has(extra)) return SIMPLE.get(extra);
    if (extra === FLOAT_16) return jsonNumber(half(take(2).readUInt16BE()));
    if (extra === FLOAT_32) return jsonNumber(take(4).readFloatBE());
    if (extra === FLOAT_64) return jsonNumber(take(8).readDoubleBE());
    throw new CborError(`the simple value ${extra} is not known`);
  }
}

function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes a value as JSON would have it; `isTime` says which members are times in seconds. */
export function encodeCbor(value: unknown, isTime: (member: string) => boolean): Buffer {
  const parts: Buffer[] = [];
  write(value, false);
  return Buffer.concat(parts);

  function write(each: unknown, time: boolean): void {
    if (typeof each === 'string') parts.push(head(TEXT, Buffer.byteLength(each)), Buffer.from(each));
    else if (typeof each === 'number') parts.push(...(time ? [head(TAG, EPOCH_TAG)] : []), number(each));
    else if (typeof each === 'boolean') parts.push(Buffer.from([each ? 0xf5 : 0xf4]));
    else if (Array.isArray(each)) {
      parts.push(head(LIST, each.length));
      for (const item of each) write(item, time);
    } else if (typeof each === 'object' && each !== null) {
      const members = Object.entries(each).filter(([, member]) => member != null);
      parts.push(head(MAP, members.length));
      for (const [name, member] of members) {
        write(name, false);
        write(member, isTime(name));
      }
    } else parts.push(Buffer.from([0xf6]));
  }
}

/** Integers are written as such, which clients take for a double, too. */
function number(value: number): Buffer {
  if (Number.isSafeInteger(value) && !Object.is(value, -0))
    return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
  const bytes = Buffer.alloc(9);
  bytes[0] = (7 << 5) | FLOAT_64;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  const size = length < 2 ** 8 ? 1 : length < 2 ** 16 ? 2 : length < 2 ** 32 ? 4 : 8;
  const bytes = Buffer.alloc(1 + size);
  bytes[0] = (major << 5) | (24 + Math.log2(size));
  if (size === 8) bytes.writeBigUInt64BE(BigInt(length), 1);
  else bytes.writeUIntBE(length, 1, size);
  return bytes;
}
