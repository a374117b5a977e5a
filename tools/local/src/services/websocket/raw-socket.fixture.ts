import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The handshake of a client that says what it wants, with other headers or without some. */
export function handshake(address: string, change: Record<string, string | undefined> = {}): string {
  const { host, pathname } = new URL(address);
  const headers: Record<string, string | undefined> = {
    ...{ Host: host, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
    ...{ 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', ...change },
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [`GET ${pathname} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** A line to the server, for what no library of the protocol would send. */
export async function openLine(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  // It stays open on one side when the server ends the other.
  const line = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  line.on('error', () => undefined);
  await once(line, 'connect');
  return line;
}

/** The head of the answer to what was written. */
export async function headOf(line: Socket): Promise<string> {
  let head = '';
  while (!head.includes('\r\n\r\n')) {
    const [chunk] = await once(line, 'data');
    head += String(chunk);
  }
  return head;
}

type Frame = { opcode: number; payload?: Buffer; fin?: boolean; masked?: boolean; reserved?: number };

/** A frame of fewer than 64 KB, masked with zeros as clients must mask theirs. RFC 6455, 5.2. */
export function frameOf({
  opcode,
  payload = Buffer.alloc(0),
  fin = true,
  masked = true,
  reserved = 0,
}: Frame) {
  const first = (fin ? 0x80 : 0) | reserved | opcode;
  const { length } = payload;
  const mask = masked ? 0x80 : 0;
  const head =
    length < 126
      ? Buffer.from([first, mask | length])
      : Buffer.from([first, mask | 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), payload]);
}
