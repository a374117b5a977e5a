import { expect, it } from '@jest/globals';
import { holdNotices } from './run-stack.ts';

it('says what is added in order, and nothing of what is dropped before', async () => {
  const said: string[] = [];
  const dropped = holdNotices((text) => void said.push(text));
  dropped.add('dropped');
  dropped.drop();
  await new Promise<void>((resolve) => {
    const { add } = holdNotices((text) => {
      said.push(text);
      if (text === 'second') resolve();
    });
    add('first');
    add('second');
  });
  expect(said).toEqual(['first', 'second']);
});
