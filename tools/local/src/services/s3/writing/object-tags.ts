import { readDocument } from '../documents.ts';
import { S3Error } from '../error.ts';
import { childrenOf, childText } from '../read-xml.ts';

export type ObjectTag = { Key: string; Value: string };

/** Limits of an object's tags: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const LIMIT = 10;
const KEY_LIMIT = 128;
const VALUE_LIMIT = 256;

/** Tags in `x-amz-tagging: a=1&b=2`. Throws `S3Error`. */
export function parseTagHeader(header = ''): ObjectTag[] {
  return checkTags([...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value })));
}

/** Tags in a document `<Tagging><TagSet><Tag>…`. Throws `S3Error`. */
export function parseTagDocument(document: string): ObjectTag[] {
  const root = readDocument('PutObjectTagging', document);
  const [set] = childrenOf(root, 'TagSet');
  if (set === undefined) throw new S3Error('MalformedXML');
  const tags = childrenOf(set, 'Tag').map((tag) => {
    const [Key, Value] = [childText(tag, 'Key'), childText(tag, 'Value')];
    if (Key === undefined || Value === undefined) throw new S3Error('MalformedXML');
    return { Key, Value };
  });
  return checkTags(tags);
}

function checkTags(tags: ObjectTag[]): ObjectTag[] {
  if (tags.length > LIMIT) throw new S3Error('BadRequest', 'Object tags cannot be greater than 10');
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  const wrong = tags.find(
    ({ Key, Value }) => Key === '' || Key.length > KEY_LIMIT || Value.length > VALUE_LIMIT,
  );
  if (wrong !== undefined) throw new S3Error('InvalidTag', undefined, { TagKey: wrong.Key });
  return tags;
}
