import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3Error } from '../error.ts';
import type { S3Call } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { StoredBody, StoredChecksum } from '../store/object-rows.ts';
import { decodeChunks } from './aws-chunked.ts';
import {
  checksumHeader,
  type ChecksumName,
  checksumOfHeader,
  createChecksum,
  wrongChecksum,
} from './checksums.ts';

/** The largest body that one request may carry. */
const BODY_LIMIT_BYTES = 5 * 1024 ** 3;
/** The largest document: ten thousand parts, each with its checksums. */
const DOCUMENT_LIMIT_BYTES = 4 * 1024 ** 2;

/** A body on its way in. */
type IncomingBody = {
  source: AsyncIterable<Buffer>;
  /** Once `source` has ended: its MD5 and checksum. Throws `S3Error` when the body is not the one that was announced. */
  verify(): { md5: Buffer; checksum?: StoredChecksum };
};

/**
 * The bytes of a request without the framing of `aws-chunked`, to be verified against everything that was announced:
 * length, Content-MD5, `x-amz-checksum-*` as header or trailer, `x-amz-content-sha256`. Throws `S3Error`.
 */
function incomingBody(call: S3Call): IncomingBody {
  const expected = announcedChecksums(call);
  const measures = new Map([...expected.keys()].map((name) => [name, createChecksum(name)]));
  const [md5, sha256] = [
    createHash('md5'),
    announcedSha256(call) === undefined ? undefined : createHash('sha256'),
  ];
  const length = announcedLength(call);
  let size = 0;
  const source = async function* () {
    for await (const chunk of payload(call, expected)) {
      size += chunk.length;
      md5.update(chunk);
      sha256?.update(chunk);
      for (const measure of measures.values()) measure.update(chunk);
      yield chunk;
    }
  };
  const verify = () => {
    const digest = md5.digest();
    if (size !== length) throw new S3Error('IncompleteBody');
    verifyMd5(call, digest);
    if (sha256 && sha256.digest('hex') !== announcedSha256(call))
      throw new S3Error('XAmzContentSHA256Mismatch');
    for (const [name, measure] of measures)
      verifyChecksum(name, measure.digest().toString('base64'), expected.get(name));
    const [[algorithm, value] = []] = expected;
    const checksum = algorithm && value && { algorithm, value, type: 'FULL_OBJECT' as const };
    return { md5: digest, ...(checksum && { checksum }) };
  };
  return { source: source(), verify };
}

/** A document in the body, as text. Throws `S3Error`. */
export async function incomingDocument(call: S3Call): Promise<string> {
  const body = incomingBody(call);
  if (announcedLength(call) > DOCUMENT_LIMIT_BYTES) throw new S3Error('MalformedXML');
  const document = await buffer(body.source);
  body.verify();
  return document.toString();
}

function payload({ request, header }: S3Call, expected: Map<ChecksumName, string>): AsyncIterable<Buffer> {
  const stream = request.stream ?? Readable.from([request.body]);
  if (!isChunked(header)) return stream;
  return decodeChunks(stream, (name, value) => {
    const checksum = checksumOfHeader(name);
    if (checksum !== undefined) expected.set(checksum, value);
  });
}

type Header = S3Call['header'];

function isChunked(header: Header): boolean {
  return (header('x-amz-content-sha256') ?? '').startsWith('STREAMING-');
}

/** By name; the value of a trailer is still empty. */
function announcedChecksums({ header, headersWith }: S3Call): Map<ChecksumName, string> {
  const announced = new Map<ChecksumName, string>();
  for (const [name, value] of headersWith('x-amz-checksum-')) {
    const checksum = checksumOfHeader(name);
    if (checksum !== undefined) announced.set(checksum, value);
  }
  const trailer = checksumOfHeader(header('x-amz-trailer')?.toLowerCase() ?? '');
  if (trailer !== undefined) announced.set(trailer, '');
  if (announced.size > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header');
  return announced;
}

function announcedSha256({ header }: S3Call): string | undefined {
  const value = header('x-amz-content-sha256');
  return value !== undefined && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function announcedLength({ header }: S3Call): number {
  const name = isChunked(header) ? 'x-amz-decoded-content-length' : 'content-length';
  const value = header(name);
  if (value === undefined && header('transfer-encoding') === undefined) return 0;
  if (value === undefined || !/^\d{1,15}$/.test(value)) throw new S3Error('MissingContentLength');
  if (Number(value) <= BODY_LIMIT_BYTES) return Number(value);
  throw new S3Error('EntityTooLarge', undefined, {
    ProposedSize: value,
    MaxSizeAllowed: String(BODY_LIMIT_BYTES),
  });
}

function verifyMd5({ header }: S3Call, actual: Buffer): void {
  const sent = header('content-md5');
  if (sent === undefined) return;
  if (Buffer.from(sent, 'base64').length !== actual.length) throw new S3Error('InvalidDigest');
  if (sent !== actual.toString('base64')) throw new S3Error('BadDigest');
}

function verifyChecksum(name: ChecksumName, actual: string, expected: string | undefined): void {
  if (expected === actual) return;
  if (Buffer.from(expected ?? '', 'base64').length !== Buffer.from(actual, 'base64').length)
    throw new S3Error('InvalidRequest', `Value for ${checksumHeader(name)} header is invalid.`);
  throw wrongChecksum(name);
}

/** Stores the body of a request. Throws `S3Error` when it is not the one that was announced, and keeps nothing. */
export async function storeBody(call: S3Call, { bodies, now }: S3Context): Promise<StoredBody> {
  const body = incomingBody(call);
  const segment = await bodies.write(body.source);
  try {
    const { md5, checksum } = body.verify();
    const etag = md5.toString('hex');
    return { etag, size: segment.size, modified: now(), segments: [segment], ...(checksum && { checksum }) };
  } catch (error) {
    bodies.remove([segment]);
    throw error;
  }
}
