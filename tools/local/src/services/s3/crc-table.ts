/** The 256 entries of a reflected CRC of up to 64 bits, as high and low words. */
export type CrcTable = { high: Int32Array; low: Int32Array };

/** `high` and `low`: the reflected polynomial. */
export function crcTable(high: number, low: number): CrcTable {
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
