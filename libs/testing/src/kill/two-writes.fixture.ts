import { live } from './victim.ts';

export type Order = { url: string };

/** A program that writes twice, and thinks in between. */
void live<Order, string>(async ({ url }, killable) => {
  await fetch(url, { method: 'POST', body: 'before' });
  return killable(async () => {
    const write = async (body: string) => {
      const response = await fetch(url, { method: 'POST', body });
      return response.text();
    };
    const first = await write('first');
    await Promise.resolve();
    return first + (await write('second'));
  });
});
