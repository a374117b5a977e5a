import { S3Error } from '../error.ts';

/** The fields of a form in lower case, before its file, and the file's name and bytes. */
export type FormUpload = {
  fields: ReadonlyMap<string, string>;
  fileName: string;
  file: AsyncIterable<Buffer>;
};

/** All that may come before the file. */
const FIELDS_LIMIT_BYTES = 20 * 1024;

/**
 * Reads `multipart/form-data` up to its field `file`, whose bytes follow as they come in. What is behind the file is
 * read over, as S3 does. Throws `S3Error`. https://www.rfc-editor.org/rfc/rfc7578
 */
export async function readForm(contentType: string, source: AsyncIterable<Buffer>): Promise<FormUpload> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) throw new S3Error('MalformedPOSTRequest');
  const reader = createReader(source, `\r\n--${name}`);
  await reader.upTo(`--${name}`, FIELDS_LIMIT_BYTES);
  const fields = new Map<string, string>();
  for (let left = FIELDS_LIMIT_BYTES; ;) {
    const head = await reader.upTo('\r\n\r\n', left);
    const part = parseHead(head);
    if (part.name === 'file') return { fields, fileName: part.fileName, file: reader.untilDelimiter() };
    const value = await reader.upTo(`\r\n--${name}`, left);
    left -= head.length + value.length;
    fields.set(part.name, value.toString());
  }
}

function parseHead(head: Buffer): { name: string; fileName: string } {
  const text = head.toString();
  const name = /\bname="([^"]*)"/i.exec(text)?.[1];
  if (!text.startsWith('\r\n') || name === undefined) throw new S3Error('MalformedPOSTRequest');
  return { name: name.toLowerCase(), fileName: /\bfilename="([^"]*)"/i.exec(text)?.[1] ?? '' };
}

function createReader(source: AsyncIterable<Buffer>, delimiter: string) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function more(): Promise<void> {
    const { done, value } = await chunks.next();
    if (done === true) throw new S3Error('MalformedPOSTRequest');
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
  }

  /** The bytes before a mark; reading goes on after it. */
  async function upTo(mark: string, limit: number): Promise<Buffer> {
    for (;;) {
      const end = rest.indexOf(mark);
      if ((end === -1 ? rest.length : end) > Math.max(limit, 0) + mark.length)
        throw new S3Error(
          'MaxPostPreDataLengthExceededError',
          'Your POST request fields preceding the upload file were too large.',
        );
      if (end === -1) {
        await more();
        continue;
      }
      const taken = rest.subarray(0, end);
      rest = rest.subarray(end + mark.length);
      return taken;
    }
  }

  async function* untilDelimiter(): AsyncGenerator<Buffer> {
    for (let end = rest.indexOf(delimiter); ; end = rest.indexOf(delimiter)) {
      // The start of a delimiter may lie at the end of what has come in.
      const safe = end === -1 ? Math.max(rest.length - delimiter.length + 1, 0) : end;
      if (safe > 0) yield rest.subarray(0, safe);
      rest = rest.subarray(safe);
      if (end !== -1) break;
      await more();
    }
    while ((await chunks.next()).done !== true);
  }

  return { upTo, untilDelimiter };
}
