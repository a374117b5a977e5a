import { S3Error } from '../error.ts';

/** The longest line before a chunk or among the trailers. */
const LINE_LIMIT = 16 * 1024;

/**
 * Takes the framing `aws-chunked` off a body: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of size 0, and
 * trailers, which are told one by one in lower case. Throws `S3Error` for what breaks the framing or ends before
 * its end. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  const reader = createReader(source);
  for (;;) {
    const size = chunkSize(await reader.line());
    if (size === 0) break;
    yield* reader.bytes(size);
    if ((await reader.line()) !== '') throw incomplete();
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const [name = '', ...value] = line.split(':');
    onTrailer(name.trim().toLowerCase(), value.join(':').trim());
  }
}

function chunkSize(line: string): number {
  const [, hex] = /^([0-9a-fA-F]{1,12})(;.*)?$/.exec(line) ?? [];
  if (hex === undefined) throw incomplete();
  return Number.parseInt(hex, 16);
}

function incomplete(): S3Error {
  return new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
}

function createReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  /** False at the end of the source. */
  async function more(): Promise<boolean> {
    const { done, value } = await chunks.next();
    if (done === true) return false;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  }

  /** Up to `\r\n`; the end of the body ends the last line too, as some clients leave it out. */
  async function line(): Promise<string> {
    for (;;) {
      const end = rest.indexOf('\r\n');
      if (end >= 0) return take(end, 2).toString('latin1');
      if (rest.length > LINE_LIMIT) throw incomplete();
      if (await more()) continue;
      if (rest.length > 0) throw incomplete();
      return '';
    }
  }

  function take(length: number, skip = 0): Buffer {
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length + skip);
    return taken;
  }

  async function* bytes(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      if (rest.length === 0 && !(await more())) throw incomplete();
      const taken = take(Math.min(left, rest.length));
      left -= taken.length;
      yield taken;
    }
  }

  return { line, bytes };
}
