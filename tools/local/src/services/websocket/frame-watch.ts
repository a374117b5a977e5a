/**
 * Reads the heads of the frames that a client sends, and calls `over` for one whose payload is larger than `limit` bytes:
 * the library of the protocol tells the sizes of whole messages alone. RFC 6455, 5.2.
 */
export function watchFrames(limit: number, over: () => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0);
  let payload = 0n;
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      const skipped = payload < rest.length ? Number(payload) : rest.length;
      payload -= BigInt(skipped);
      rest = rest.subarray(skipped);
      if (rest.length === 0) return;
      const known = head.length;
      head = Buffer.concat([head, rest.subarray(0, LONGEST_HEAD - known)]);
      const size = headSize(head);
      if (size === undefined || head.length < size) return;
      rest = rest.subarray(size - known);
      payload = payloadOf(head);
      head = Buffer.alloc(0);
      if (payload > BigInt(limit)) over();
    }
  };
}

/** Two bytes, eight of a length, four of a mask. */
const LONGEST_HEAD = 14;

function headSize(head: Buffer): number | undefined {
  const second = head[1];
  if (second === undefined) return undefined;
  const length = second & 0x7f;
  const extended = length === 127 ? 8 : length === 126 ? 2 : 0;
  return 2 + extended + (second & 0x80 ? 4 : 0);
}

function payloadOf(head: Buffer): bigint {
  const length = head.readUInt8(1) & 0x7f;
  if (length === 127) return head.readBigUInt64BE(2);
  return BigInt(length === 126 ? head.readUInt16BE(2) : length);
}
