import { xmlAnswer } from '../answer.ts';
import { S3Error } from '../error.ts';
import { keyEncoder, limitOf } from '../listing/list-query.ts';
import { existingBucket, type S3Operation } from '../object-call.ts';
import { isBehind } from '../store/key-order.ts';
import type { Part, Upload } from '../store/upload-rows.ts';
import { openUpload } from '../uploads/find-upload.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts: S3Operation = (call, context) => {
  const { query, bucket, key } = call;
  const upload = openUpload(call, context);
  const marker = Number(query.get('part-number-marker') ?? 0);
  const most = limitOf(query, 'max-parts');
  const found = context.uploads.parts(upload.id).filter(({ number }) => number > marker);
  const page = found.slice(0, most);
  const owner = { ID: context.accountId, DisplayName: context.accountId };
  return xmlAnswer('ListPartsResult', {
    Bucket: bucket,
    Key: keyEncoder(query)(key),
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: most,
    IsTruncated: found.length > page.length,
    ChecksumAlgorithm: upload.record.algorithm,
    ChecksumType: upload.record.checksumType,
    Part: page.map(partFields),
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
  });
};

function partFields({ number, modified, etag, size, checksum }: Part) {
  const fields = {
    PartNumber: number,
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    Size: size,
  };
  return { ...fields, ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value }) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html The delimiter is refused. */
export const listMultipartUploads: S3Operation = (call, context) => {
  const { query, bucket } = call;
  existingBucket(call, context);
  if (query.get('delimiter'))
    throw new S3Error(
      'NotImplemented',
      'The local stack does not support the delimiter of ListMultipartUploads',
    );
  const [prefix, keyMarker, idMarker] = [
    query.get('prefix') ?? '',
    query.get('key-marker') ?? '',
    query.get('upload-id-marker'),
  ];
  const most = limitOf(query, 'max-uploads');
  const all = context.uploads.ofBucket(bucket).filter(({ key }) => key.startsWith(prefix));
  const sameKey = all.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  const found = sameKey >= 0 ? all.slice(sameKey + 1) : all.filter(({ key }) => isBehind(key, keyMarker));
  const page = found.slice(0, most);
  const last = found.length > page.length ? page.at(-1) : undefined;
  const encode = keyEncoder(query);
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker ?? '',
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.id,
    Prefix: encode(prefix),
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxUploads: most,
    IsTruncated: last !== undefined,
    Upload: page.map((upload) => uploadFields(upload, encode, context.accountId)),
  });
};

function uploadFields(
  { id, key, initiated, record }: Upload,
  encode: (key: string) => string,
  accountId: string,
) {
  const owner = { ID: accountId, DisplayName: accountId };
  return {
    Key: encode(key),
    UploadId: id,
    Initiator: owner,
    Owner: owner,
    StorageClass: record.headers['x-amz-storage-class'] ?? 'STANDARD',
    Initiated: new Date(initiated).toISOString(),
    ChecksumAlgorithm: record.algorithm,
    ChecksumType: record.checksumType,
  };
}
