import { emptyAnswer, xmlAnswer, type XmlContent } from '../answer.ts';
import { readDocument } from '../documents.ts';
import { S3Error } from '../error.ts';
import { checkKey, objectArn } from '../object-address.ts';
import { existingBucket, requireAccess, type S3Call, type S3Operation } from '../object-call.ts';
import { childrenOf, childText, type XmlElement } from '../read-xml.ts';
import type { S3Context } from '../s3-context.ts';
import { commitRemoval, removalCondition } from '../writing/commit-object.ts';
import { incomingDocument } from '../writing/incoming-body.ts';

const MOST_KEYS = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject: S3Operation = (call, context) => {
  const condition = removalCondition(call);
  commitRemoval({ call, eventName: 'ObjectRemoved:Delete', condition }, context);
  return emptyAnswer(204);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects: S3Operation = async (call, context) => {
  existingBucket(call, context);
  if (
    call.header('content-md5') === undefined &&
    call.headersWith('x-amz-checksum-').length === 0 &&
    !call.header('x-amz-trailer')
  )
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  const root = readDocument('DeleteObjects', await incomingDocument(call));
  const objects = childrenOf(root, 'Object');
  if (objects.length === 0 || objects.length > MOST_KEYS) throw new S3Error('MalformedXML');
  const quiet = childText(root, 'Quiet') === 'true';
  const outcomes = objects.map((object) => removeOne(object, call, context));
  return xmlAnswer('DeleteResult', {
    Deleted: outcomes.filter((each) => !quiet && !('Code' in each)),
    Error: outcomes.filter((each) => 'Code' in each),
  });
};

/** A key that may not be removed leaves the others alone. */
function removeOne(
  object: XmlElement,
  { bucket, request }: S3Call,
  context: S3Context,
): Record<string, XmlContent> {
  const key = childText(object, 'Key') ?? '';
  const call = { bucket, key, request };
  try {
    checkKey(key);
    if (key === '') throw new S3Error('UserKeyMustBeSpecified', 'A key must be specified.');
    requireAccess('s3:DeleteObject', objectArn(call), request, context);
    const condition = { ifMatch: childText(object, 'ETag') };
    commitRemoval({ call, eventName: 'ObjectRemoved:Delete', condition }, context);
    return { Key: key };
  } catch (error) {
    if (error instanceof S3Error) return { Key: key, Code: error.code, Message: error.message };
    throw error;
  }
}
