import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';

export type Question = { name: string; type: 'A' | 'AAAA' };
/** Addresses, how the question is refused, or silence. */
export type Answer = readonly string[] | 'NXDOMAIN' | 'SERVFAIL' | 'silence';

/**
 * A real name server on UDP that answers as it is told; `asked` counts from 1 how often that very question came. The
 * answers may not be kept. https://www.rfc-editor.org/rfc/rfc1035#section-4
 */
export async function startNameServer(answer: (question: Question, asked: number) => Answer) {
  const questions: Question[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { question, end } = readQuestion(message);
    questions.push(question);
    const asked = questions.filter(
      ({ name, type }) => name === question.name && type === question.type,
    ).length;
    const says = answer(question, asked);
    if (says !== 'silence') socket.send(writeAnswer(message.subarray(0, end), question, says), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const server = `127.0.0.1:${socket.address().port}`;
  return {
    questions,
    createResolver: () => {
      const resolver = new Resolver({ timeout: 500, tries: 1 });
      resolver.setServers([server]);
      return resolver;
    },
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(message: Buffer): { question: Question; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = message.readUInt16BE(at + 1) === 28 ? 'AAAA' : 'A';
  return { question: { name: labels.join('.').toLowerCase(), type }, end: at + 5 };
}

const CODES = { NXDOMAIN: 3, SERVFAIL: 2 } as const;

function writeAnswer(
  asked: Buffer,
  { type }: Question,
  says: readonly string[] | keyof typeof CODES,
): Buffer {
  const addresses = typeof says === 'string' ? [] : says;
  const header = Buffer.from(asked);
  header.writeUInt16BE(0x8180 + (typeof says === 'string' ? CODES[says] : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, ...addresses.map((address) => writeRecord(address, type))]);
}

/** The name by a pointer to the question, class IN, kept for 0 s. */
function writeRecord(address: string, type: Question['type']): Buffer {
  const bytes = type === 'A' ? address.split('.').map(Number) : ipv6Bytes(address);
  return Buffer.from([0xc0, 0x0c, 0, type === 'A' ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
}

function ipv6Bytes(address: string): number[] {
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const zeros = Array<number>(8 - groups(head).length - groups(tail).length).fill(0);
  return [...groups(head), ...zeros, ...groups(tail)].flatMap((group) => [group >> 8, group & 0xff]);
}
