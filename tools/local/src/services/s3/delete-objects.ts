import { commitRemoval, writeCondition } from './commit-object.ts';
import { incomingDocument } from './incoming-body.ts';
import { checkKey, objectArn } from './object-address.ts';
import {
  emptyAnswer,
  existingBucket,
  type ObjectCall,
  type ObjectOperation,
  requireAccess,
  xmlAnswer,
} from './object-call.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectsContext } from './objects-context.ts';
import { childrenOf, childText, parseXml, type XmlElement } from './read-xml.ts';
import { type XmlContent, xmlDocument } from './xml.ts';

const MOST_KEYS = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject: ObjectOperation = (call, context) => {
  const condition = writeCondition(call);
  commitRemoval({ address: call, eventName: 'ObjectRemoved:Delete', call, condition }, context);
  return emptyAnswer(204);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects: ObjectOperation = async (call, context) => {
  existingBucket(call, context);
  if (
    call.header('content-md5') === undefined &&
    call.headersWith('x-amz-checksum-').length === 0 &&
    !call.header('x-amz-trailer')
  )
    throw new ObjectError(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  const root = parseXml(await incomingDocument(call));
  const objects = childrenOf(root, 'Object');
  if (root.name !== 'Delete' || objects.length === 0 || objects.length > MOST_KEYS)
    throw new ObjectError('MalformedXML');
  const quiet = childText(root, 'Quiet') === 'true';
  const outcomes = objects.map((object) => removeOne(object, call, context));
  return xmlAnswer(
    xmlDocument('DeleteResult', {
      Deleted: outcomes.filter((each) => !quiet && !('Code' in each)),
      Error: outcomes.filter((each) => 'Code' in each),
    }),
  );
};

/** Each key stands for itself: one that may not be removed leaves the others alone. */
function removeOne(
  object: XmlElement,
  call: ObjectCall,
  context: ObjectsContext,
): Record<string, XmlContent> {
  const key = childText(object, 'Key') ?? '';
  const address = { bucket: call.bucket, key };
  try {
    checkEntry(object, key);
    requireAccess('s3:DeleteObject', objectArn(address), call.request, context);
    const condition = { ifMatch: childText(object, 'ETag') };
    commitRemoval({ address, eventName: 'ObjectRemoved:Delete', call, condition }, context);
    return { Key: key };
  } catch (error) {
    if (error instanceof ObjectError) return { Key: key, Code: error.code, Message: error.message };
    throw error;
  }
}

function checkEntry(object: XmlElement, key: string): void {
  checkKey(key);
  const strange = object.children.find(({ name }) => name !== 'Key' && name !== 'ETag');
  if (strange !== undefined)
    throw new ObjectError('NotImplemented', `The local stack does not support ${strange.name}`);
  if (key === '') throw new ObjectError('UserKeyMustBeSpecified', 'A key must be specified.');
}
