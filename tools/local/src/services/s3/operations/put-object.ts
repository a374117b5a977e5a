import { checksumHeaders, emptyAnswer, ENCRYPTED, xmlAnswer } from '../answer.ts';
import { S3Error } from '../error.ts';
import { copySource, objectArn } from '../object-address.ts';
import { existingBucket, requireAccess, type S3Call, type S3Operation } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { ObjectDetails, ObjectRecord } from '../store/object-rows.ts';
import { commitObject, writeCondition } from '../writing/commit-object.ts';
import { askedAlgorithm, copyRange, copyResult, sourceObject } from '../writing/copy-range.ts';
import { storeBody } from '../writing/incoming-body.ts';
import { objectDetailsOf } from '../writing/object-details.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: S3Operation = async (call, context) => {
  existingBucket(call, context);
  const [details, condition] = [objectDetailsOf(call), writeCondition(call)];
  const body = await storeBody(call, context);
  const record = { ...details, ...body, multipart: false };
  commitObject({ call, eventName: 'ObjectCreated:Put', condition, record }, context);
  return emptyAnswer(200, { etag: `"${body.etag}"`, ...ENCRYPTED, ...checksumHeaders(body.checksum) });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject: S3Operation = async (call, context) => {
  existingBucket(call, context);
  const source = sourceObject(call, context);
  const condition = writeCondition(call);
  const details = detailsOf(call, source, context);
  const algorithm = askedAlgorithm(call) ?? source.checksum?.algorithm;
  const body = await copyRange(source, { start: 0, end: source.size }, algorithm, context);
  const record = { ...details, ...body, multipart: false };
  commitObject({ call, eventName: 'ObjectCreated:Copy', condition, record }, context);
  return xmlAnswer('CopyObjectResult', copyResult(body), ENCRYPTED);
};

function detailsOf(call: S3Call, source: ObjectRecord, context: S3Context): ObjectDetails {
  const own = objectDetailsOf(call);
  const [metadata, tagging] = [
    directive(call, 'x-amz-metadata-directive'),
    directive(call, 'x-amz-tagging-directive'),
  ];
  const origin = copySource(call.request);
  if (metadata === 'COPY' && objectArn(origin) === objectArn(call) && !call.header('x-amz-storage-class'))
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  if (tagging === 'COPY' && source.tags.length > 0) {
    requireAccess('s3:GetObjectTagging', objectArn(origin), call.request, context);
    requireAccess('s3:PutObjectTagging', objectArn(call), call.request, context);
  }
  return {
    headers: metadata === 'COPY' ? source.headers : own.headers,
    tags: tagging === 'COPY' ? source.tags : own.tags,
  };
}

function directive({ header }: S3Call, name: string): 'COPY' | 'REPLACE' {
  const value = header(name) ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw new S3Error('InvalidArgument', `Unknown ${name}.`, { ArgumentName: name, ArgumentValue: value });
}
