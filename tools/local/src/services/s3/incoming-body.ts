import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { decodeChunks } from './aws-chunked.ts';
import {
  checksumHeader,
  type ChecksumName,
  checksumNamed,
  checksumOfHeader,
  createChecksum,
} from './checksums.ts';
import type { ObjectCall } from './object-call.ts';
import { ObjectError } from './object-error.ts';
import type { StoredChecksum } from './object-record.ts';

/** The largest body that one request may carry. */
const BODY_LIMIT_BYTES = 5 * 1024 ** 3;
/** The largest document: ten thousand parts, each with its checksums. */
const DOCUMENT_LIMIT_BYTES = 4 * 1024 ** 2;

/** A body on its way in. */
export type IncomingBody = {
  source: AsyncIterable<Buffer>;
  /** Once `source` has ended: its MD5 and checksum. Throws `ObjectError` when the body is not the one that was announced. */
  verify(): { md5: Buffer; checksum?: StoredChecksum };
};

/**
 * The bytes of a request without the framing of `aws-chunked`, to be verified against everything that was announced:
 * length, Content-MD5, `x-amz-checksum-*` as header or trailer, `x-amz-content-sha256`. Throws `ObjectError`.
 */
export function incomingBody(call: ObjectCall): IncomingBody {
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
    if (size !== length) throw new ObjectError('IncompleteBody');
    verifyMd5(call, digest);
    if (sha256 && sha256.digest('hex') !== announcedSha256(call))
      throw new ObjectError('XAmzContentSHA256Mismatch');
    for (const [name, measure] of measures)
      verifyChecksum(name, measure.digest().toString('base64'), expected.get(name));
    const [[algorithm, value] = []] = expected;
    const checksum = algorithm && value && { algorithm, value, type: 'FULL_OBJECT' as const };
    return { md5: digest, ...(checksum && { checksum }) };
  };
  return { source: source(), verify };
}

/** A document in the body, as text. Throws `ObjectError`. */
export async function incomingDocument(call: ObjectCall): Promise<string> {
  const body = incomingBody(call);
  if (announcedLength(call) > DOCUMENT_LIMIT_BYTES) throw new ObjectError('MalformedXML');
  const document = await buffer(body.source);
  body.verify();
  return document.toString();
}

function payload(
  { request, header }: ObjectCall,
  expected: Map<ChecksumName, string>,
): AsyncIterable<Buffer> {
  const stream = request.stream ?? Readable.from([request.body]);
  if (!isChunked(header)) return stream;
  return decodeChunks(stream, (name, value) => {
    const checksum = checksumOfHeader(name);
    if (checksum !== undefined) expected.set(checksum, value);
  });
}

type Header = ObjectCall['header'];

function isChunked(header: Header): boolean {
  return (header('x-amz-content-sha256') ?? '').startsWith('STREAMING-');
}

/** By name; the value of a trailer is still empty. */
function announcedChecksums({ header, headersWith }: ObjectCall): Map<ChecksumName, string> {
  const announced = new Map<ChecksumName, string>();
  for (const [name, value] of headersWith('x-amz-checksum-')) {
    const checksum = checksumOfHeader(name);
    if (checksum !== undefined) announced.set(checksum, value);
  }
  const trailer = checksumOfHeader(header('x-amz-trailer')?.toLowerCase() ?? '');
  if (trailer !== undefined) announced.set(trailer, '');
  if (announced.size > 1)
    throw new ObjectError('InvalidRequest', 'Expecting a single x-amz-checksum- header');
  return announced;
}

function announcedSha256({ header }: ObjectCall): string | undefined {
  const value = header('x-amz-content-sha256');
  return value !== undefined && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function announcedLength({ header }: ObjectCall): number {
  const name = isChunked(header) ? 'x-amz-decoded-content-length' : 'content-length';
  const value = header(name);
  if (value === undefined && header('transfer-encoding') === undefined) return 0;
  if (value === undefined || !/^\d{1,15}$/.test(value)) throw new ObjectError('MissingContentLength');
  if (Number(value) <= BODY_LIMIT_BYTES) return Number(value);
  throw new ObjectError('EntityTooLarge', undefined, {
    ProposedSize: value,
    MaxSizeAllowed: String(BODY_LIMIT_BYTES),
  });
}

function verifyMd5({ header }: ObjectCall, actual: Buffer): void {
  const sent = header('content-md5');
  if (sent === undefined) return;
  if (Buffer.from(sent, 'base64').length !== actual.length) throw new ObjectError('InvalidDigest');
  if (sent !== actual.toString('base64')) throw new ObjectError('BadDigest');
}

function verifyChecksum(name: ChecksumName, actual: string, expected: string | undefined): void {
  if (expected === actual) return;
  if (Buffer.from(expected ?? '', 'base64').length !== Buffer.from(actual, 'base64').length)
    throw new ObjectError('InvalidRequest', `Value for ${checksumHeader(name)} header is invalid.`);
  throw new ObjectError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}

/** The algorithm that a request asks for. */
export function askedAlgorithm({ header }: ObjectCall): ChecksumName | undefined {
  return checksumNamed(header('x-amz-checksum-algorithm') ?? header('x-amz-sdk-checksum-algorithm'));
}
