import { describe, expect, it } from '@jest/globals';
import { createMessageGroups } from './message-groups.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-fifo
describe('message groups', () => {
  it('are in one batch at a time, whole', () => {
    const groups = createMessageGroups();
    const [a, b] = [{ group: 'a' }, { group: 'b' }];
    const first = groups.enter([a, a]);
    expect(first).toEqual([a, a]);
    expect(groups.enter([a, b])).toEqual([b]);
    groups.leave(first);
    expect(groups.enter([a])).toEqual([a]);
  });

  it('do not hold back messages without a group', () => {
    const groups = createMessageGroups();
    const messages = [{ group: undefined }, { group: undefined }];
    expect(groups.enter(messages)).toEqual(messages);
    expect(groups.enter(messages)).toEqual(messages);
  });
});
