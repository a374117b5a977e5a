import { emptyAnswer, xmlAnswer } from '../answer.ts';
import { readDocument } from '../documents.ts';
import { S3Error } from '../error.ts';
import { limitOf } from '../listing/list-query.ts';
import { existingBucket, type S3Operation } from '../object-call.ts';
import { childText } from '../read-xml.ts';
import { bucketSettings } from '../store/bucket-rows.ts';
import { incomingDocument } from '../writing/incoming-body.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME =
  /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*(\.\.|\.-|-\.|-s3alias$|--ol-s3$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const MOST_BUCKETS = 10_000;

export function isBucketName(name: string): boolean {
  return NAME.test(name);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets: S3Operation = ({ query }, { buckets, accountId, region }) => {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
  const most = limitOf(query, 'max-buckets', MOST_BUCKETS);
  const elsewhere = (query.get('bucket-region') ?? region) !== region;
  const found = buckets.all().filter(({ name }) => name.startsWith(prefix) && name > after && !elsewhere);
  const page = found.slice(0, most);
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: { ID: accountId, DisplayName: accountId },
    Buckets: {
      Bucket: page.map(({ name, created }) => ({
        Name: name,
        CreationDate: new Date(created).toISOString(),
      })),
    },
    ContinuationToken: found.length > page.length ? page.at(-1)?.name : undefined,
    Prefix: query.has('prefix') ? prefix : undefined,
  });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket: S3Operation = (call, context) => {
  existingBucket(call, context);
  return emptyAnswer(200, { 'x-amz-bucket-region': context.region, 'content-type': 'application/xml' });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation: S3Operation = (call, context) => {
  existingBucket(call, context);
  return xmlAnswer('LocationConstraint', context.region === 'us-east-1' ? '' : context.region);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket: S3Operation = async (call, { buckets, region, now }) => {
  const { bucket } = call;
  if (!isBucketName(bucket)) throw new S3Error('InvalidBucketName', undefined, { BucketName: bucket });
  checkConfiguration(await incomingDocument(call), region);
  const exists = buckets.get(bucket) !== undefined;
  // North Virginia answers its oldest clients that all is well.
  if (exists && region !== 'us-east-1')
    throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: bucket });
  if (!exists) buckets.put(bucket, now(), bucketSettings.parse({}));
  return emptyAnswer(200, { location: `/${bucket}` });
};

function checkConfiguration(document: string, region: string): void {
  if (document === '') return;
  const location = childText(readDocument('CreateBucket', document), 'LocationConstraint');
  if ((location ?? region) !== region) throw new S3Error('IllegalLocationConstraintException');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket: S3Operation = (call, context) => {
  const { bucket } = call;
  const files = context.transaction(() => {
    existingBucket(call, context);
    if (context.objects.page(bucket, '', '', 1).length > 0)
      throw new S3Error('BucketNotEmpty', undefined, { BucketName: bucket });
    const uploads = context.uploads.ofBucket(bucket);
    const parts = uploads.flatMap(({ id }) => context.uploads.parts(id));
    for (const { id } of uploads) context.uploads.remove(id);
    context.buckets.remove(bucket);
    return parts.flatMap(({ segments }) => segments);
  });
  context.bodies.remove(files);
  return emptyAnswer(204);
};
