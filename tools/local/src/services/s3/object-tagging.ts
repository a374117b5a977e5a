import { incomingDocument } from './incoming-body.ts';
import {
  emptyAnswer,
  existingObject,
  type ObjectCall,
  type ObjectOperation,
  xmlAnswer,
} from './object-call.ts';
import { type ObjectTag, parseTagDocument } from './object-tags.ts';
import type { ObjectsContext } from './objects-context.ts';
import { xmlDocument } from './xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: ObjectOperation = (call, context) => {
  const { tags } = existingObject(call, call, context);
  return xmlAnswer(xmlDocument('Tagging', { TagSet: { Tag: tags } }));
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: ObjectOperation = async (call, context) => {
  existingObject(call, call, context);
  const tags = parseTagDocument(await incomingDocument(call));
  replaceTags(call, tags, context);
  return emptyAnswer(200);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: ObjectOperation = (call, context) => {
  replaceTags(call, [], context);
  return emptyAnswer(204);
};

/** Nothing else of the object changes, not even its time. */
function replaceTags(call: ObjectCall, tags: ObjectTag[], context: ObjectsContext): void {
  context.transaction(() => context.objects.put(call, { ...existingObject(call, call, context), tags }));
}
