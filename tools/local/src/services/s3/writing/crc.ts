/** A checksum that grows with the bytes given to it. */
export type Checksum = { update(bytes: Buffer): void; digest(): Buffer };

/** CRC-64/NVME: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-64-nvme */
export function crc64Nvme(): Checksum {
  return crc((nvme ??= crcTable(0x9a6c9329, 0xac4bc9b5)), 8);
}

/** CRC-32C: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-32-iscsi */
export function crc32c(): Checksum {
  return crc((castagnoli ??= crcTable(0, 0x82f63b78)), 4);
}

let nvme: CrcTable | undefined;
let castagnoli: CrcTable | undefined;

/** Both start with all bits set and end with all of them inverted; one of 32 bits has no high word. */
function crc(table: CrcTable, size: 4 | 8): Checksum {
  let state: [high: number, low: number] = [size === 8 ? -1 : 0, -1];
  return {
    update: (bytes) => void (state = advance(table, state, bytes)),
    digest: () => {
      const digest = Buffer.alloc(8);
      digest.writeInt32BE(~state[0], 0);
      digest.writeInt32BE(~state[1], 4);
      return digest.subarray(8 - size);
    },
  };
}

/** Words in local variables and a counted loop are three times as fast as a closure, or an iterator over the bytes. */
function advance({ high, low }: CrcTable, state: readonly [number, number], bytes: Buffer): [number, number] {
  let [h, l] = state;
  for (let position = 0, end = bytes.length; position < end; position += 1) {
    const index = (l ^ (bytes[position] ?? 0)) & 0xff;
    l = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0);
    h = (h >>> 8) ^ (high[index] ?? 0);
  }
  return [h, l];
}

/** The 256 entries of a reflected CRC of up to 64 bits, as high and low words. */
type CrcTable = { high: Int32Array; low: Int32Array };

/** `high` and `low`: the reflected polynomial. */
function crcTable(high: number, low: number): CrcTable {
  const table = { high: new Int32Array(256), low: new Int32Array(256) };
  for (let byte = 0; byte < 256; byte += 1) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) [h, l] = [h ^ high, l ^ low];
    }
    [table.high[byte], table.low[byte]] = [h, l];
  }
  return table;
}
