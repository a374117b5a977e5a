import { expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

it('looks again until nothing is thrown, and answers what it saw', async () => {
  let looks = 0;
  const seen = await eventually(() => {
    looks += 1;
    expect(looks).toBeGreaterThan(2);
    return looks;
  });
  expect(seen).toBe(3);
});

it('fails as the last look did when the time is over', async () => {
  let looks = 0;
  const look = () => Promise.reject(new Error(`look ${(looks += 1)}`));
  await expect(eventually(look, 0)).rejects.toThrow(/^look \d+$/);
  expect(looks).toBeGreaterThan(0);
});
