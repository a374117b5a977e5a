import { describe, expect, it } from '@jest/globals';
import { shardsToStart } from './follow-shards.ts';

const shards = [
  { ShardId: 'a', ParentShardId: 'trimmed' },
  { ShardId: 'b', ParentShardId: 'a' },
  { ShardId: 'c', ParentShardId: 'a' },
  { ShardId: 'd' },
];

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing
describe('the shards to begin with', () => {
  it.each([
    ['those without a listed parent', [], [], ['a', 'd']],
    ['none, while the parent is read', ['a', 'd'], [], []],
    ['the children, after their parent', ['a', 'd'], ['a'], ['b', 'c']],
    ['none twice', ['a', 'b', 'c', 'd'], ['a', 'd'], []],
  ])('are %s', (_title, started, finished, expected) => {
    const progress = { started: new Set(started), finished: new Set(finished) };
    expect(shardsToStart(shards, progress)).toEqual(expected);
  });
});
