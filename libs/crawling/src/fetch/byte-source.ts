/** Bytes that come in pieces, for a reader that takes so many, and gives back what is not its own. */
export type ByteSource = {
  /** The next piece, never an empty one; undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** So many bytes, fewer at the end. */
  take(count: number): Promise<Uint8Array>;
  /** Goes behind the next byte of this value. */
  skipPast(value: number): Promise<void>;
  giveBack(bytes: Uint8Array): void;
};

export function createByteSource(pieces: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = pieces[Symbol.asyncIterator]();
  let given: Uint8Array = new Uint8Array();

  async function next(): Promise<Uint8Array | undefined> {
    while (given.length === 0) {
      const { done, value } = await iterator.next();
      if (done) return undefined;
      given = value;
    }
    const piece = given;
    given = new Uint8Array();
    return piece;
  }

  return {
    next,
    async take(count) {
      let bytes: Uint8Array = new Uint8Array();
      while (bytes.length < count) {
        const piece = await next();
        if (piece === undefined) break;
        bytes = Buffer.concat([bytes, piece]);
      }
      given = bytes.subarray(count);
      return bytes.subarray(0, count);
    },
    async skipPast(value) {
      for (let piece = await next(); piece !== undefined; piece = await next()) {
        const at = piece.indexOf(value);
        if (at === -1) continue;
        given = piece.subarray(at + 1);
        return;
      }
    },
    giveBack(bytes) {
      given = Buffer.concat([bytes, given]);
    },
  };
}
