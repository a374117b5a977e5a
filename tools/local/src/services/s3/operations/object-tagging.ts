import { emptyAnswer, xmlAnswer } from '../answer.ts';
import { existingObject, type S3Call, type S3Operation } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import { incomingDocument } from '../writing/incoming-body.ts';
import { type ObjectTag, parseTagDocument } from '../writing/object-tags.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: S3Operation = (call, context) => {
  const { tags } = existingObject(call, context);
  return xmlAnswer('Tagging', { TagSet: { Tag: tags } });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: S3Operation = async (call, context) => {
  existingObject(call, context);
  const tags = parseTagDocument(await incomingDocument(call));
  replaceTags(call, tags, context);
  return emptyAnswer(200);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: S3Operation = (call, context) => {
  replaceTags(call, [], context);
  return emptyAnswer(204);
};

/** Nothing else of the object changes, not even its time. */
function replaceTags(call: S3Call, tags: ObjectTag[], context: S3Context): void {
  context.transaction(() => context.objects.put(call, { ...existingObject(call, context), tags }));
}
