import * as z from 'zod';
import { queryOperation } from '../../../gateway/query-service.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { invalidParameter } from '../errors.ts';
import type { Topic } from '../topic.ts';
import type { Topics } from '../topics.ts';
import { listOf } from './lists.ts';

const tag = z.strictObject({ Key: z.string(), Value: z.string() });
export const tagList = listOf(tag);

/** Tags by their keys. Throws `InvalidParameter` for those that AWS does not take. */
export function tagsOf(list: z.infer<typeof tagList>): Topic['tags'] {
  const isOdd = ({ Key, Value }: z.infer<typeof tag>) =>
    Key === '' || Key.length > 128 || Value.length > 256 || Key.startsWith('aws:');
  if (list.some(isOdd)) throw invalidParameter('Tags');
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

function tagged({ store }: Topics, arn: string): Topic {
  const topic = store.topics.find(arn);
  if (topic !== undefined) return topic;
  throw new ApiError('ResourceNotFound', 'Resource does not exist', 404);
}

const onResource = z.strictObject({ ResourceArn: z.string() });
const MAX_TAGS = 50;

/** The tags of topics. */
export const TAG_OPERATIONS = {
  TagResource: queryOperation(onResource.extend({ Tags: tagList }), (topics: Topics, input) => {
    const topic = tagged(topics, input.ResourceArn);
    const tags = { ...topic.tags, ...tagsOf(input.Tags) };
    if (Object.keys(tags).length > MAX_TAGS)
      throw new ApiError(
        'TagLimitExceeded',
        'Could not complete request: tag quota of per resource exceeded',
      );
    topics.store.topics.put({ ...topic, tags });
    return {};
  }),
  UntagResource: queryOperation(
    onResource.extend({ TagKeys: listOf(z.string()) }),
    (topics: Topics, input) => {
      const topic = tagged(topics, input.ResourceArn);
      const left = Object.entries(topic.tags).filter(([key]) => !input.TagKeys.includes(key));
      topics.store.topics.put({ ...topic, tags: Object.fromEntries(left) });
      return {};
    },
  ),
  ListTagsForResource: queryOperation(onResource, (topics: Topics, { ResourceArn }) => ({
    Tags: Object.entries(tagged(topics, ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
  })),
};
