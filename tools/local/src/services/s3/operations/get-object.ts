import type { ServiceResponse } from '../../../gateway/service.ts';
import { checksumHeaders, emptyAnswer, ENCRYPTED } from '../answer.ts';
import { S3Error } from '../error.ts';
import { existingObject, type S3Call, type S3Operation } from '../object-call.ts';
import { type ByteRange, rangeOf } from '../reading/byte-range.ts';
import { readCondition, unmetCondition } from '../reading/read-condition.ts';
import type { S3Context } from '../s3-context.ts';
import type { ObjectRecord } from '../store/object-rows.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: S3Operation = (call, context) => {
  const record = existingObject(call, context);
  const answer = headAnswer(call, record, context);
  if (answer.status >= 300) return answer;
  const { start, end } = askedRange(call, record) ?? { start: 0, end: record.size };
  return { ...answer, stream: context.bodies.read(record.segments, start, end) };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject: S3Operation = (call, context) =>
  headAnswer(call, existingObject(call, context), context);

function headAnswer(call: S3Call, record: ObjectRecord, { now }: S3Context): ServiceResponse {
  const condition = readCondition(call, record, now());
  if (condition === 'failed')
    throw new S3Error('PreconditionFailed', undefined, { Condition: unmetCondition(call, condition) });
  if (condition === 'not modified') return emptyAnswer(304, validators(record));
  const range = askedRange(call, record);
  const headers = {
    ...objectHeaders(record),
    ...validators(record),
    ...overrides(call),
    ...partCount(call, record),
  };
  const wanted = call.header('x-amz-checksum-mode') === 'ENABLED' && range === undefined;
  const checksum = wanted ? checksumHeaders(record.checksum) : {};
  if (range === undefined)
    return emptyAnswer(200, { ...headers, ...checksum, 'content-length': String(record.size) });
  return emptyAnswer(206, {
    ...headers,
    'content-length': String(range.end - range.start),
    'content-range': `bytes ${range.start}-${range.end - 1}/${record.size}`,
  });
}

function validators({ etag, modified }: ObjectRecord): Record<string, string> {
  return { etag: `"${etag}"`, 'last-modified': new Date(modified).toUTCString() };
}

function objectHeaders({ headers, tags }: ObjectRecord): Record<string, string> {
  const count = tags.length > 0 ? { 'x-amz-tagging-count': String(tags.length) } : {};
  return { ...headers, 'accept-ranges': 'bytes', ...ENCRYPTED, ...count };
}

/** `response-content-type` and its like stand for the stored headers. */
function overrides({ query }: S3Call): Record<string, string> {
  const given = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(given.map(([name, value]) => [name.slice('response-'.length), value]));
}

function askedRange(call: S3Call, record: ObjectRecord): ByteRange | undefined {
  const part = call.query.get('partNumber');
  if (part === null) return rangeOf(call.header('range'), record.size);
  const index = Number(part) - 1;
  const size = record.segments[index]?.size;
  if (!/^[1-9]\d{0,4}$/.test(part) || size === undefined) throw new S3Error('InvalidPartNumber');
  const start = record.segments.slice(0, index).reduce((sum, segment) => sum + segment.size, 0);
  return size === 0 ? undefined : { start, end: start + size };
}

function partCount({ query }: S3Call, { multipart, segments }: ObjectRecord): Record<string, string> {
  return multipart && query.has('partNumber') ? { 'x-amz-mp-parts-count': String(segments.length) } : {};
}
