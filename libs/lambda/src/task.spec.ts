import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { InvalidEventError, task, type TaskHandler, UnavailableError } from './index.ts';
import { buildLambdaContext, recordLines } from './testing/index.ts';

const input = z.strictObject({ board: z.string() });

function build(handle: TaskHandler<z.infer<typeof input>, unknown>) {
  const { log, metrics, lines } = recordLines();
  return { handler: task({ input, handle, log, metrics }), lines };
}

describe('task', () => {
  it('hands over the parsed input and answers the output', async () => {
    const { handler, lines } = build(async ({ board }) => ({ rebuilt: board }));
    expect(await handler({ board: 'Rating' }, buildLambdaContext())).toEqual({ rebuilt: 'Rating' });
    expect(lines()).toEqual([
      expect.objectContaining({ level: 'info', message: 'task done' }),
      expect.objectContaining({ TasksDone: 1 }),
    ]);
  });

  it('refuses another event, naming the field and not the value', async () => {
    const { handler, lines } = build(async () => undefined);
    const refused = handler({ board: 5, secret: 'open sesame' }, buildLambdaContext());
    await expect(refused).rejects.toThrow(InvalidEventError);
    await expect(refused).rejects.toThrow('board: expected string');
    expect(JSON.stringify(lines())).not.toContain('open sesame');
  });

  it('throws what the task throws, under its name, once it is logged', async () => {
    const error = new UnavailableError('Redis: connect ECONNREFUSED');
    const { handler, lines } = build(() => Promise.reject(error));
    await expect(handler({ board: 'a' }, buildLambdaContext())).rejects.toBe(error);
    expect(JSON.stringify(lines()[0])).toContain('UnavailableError');
    expect(lines()[1]).toMatchObject({ TasksFailed: 1 });
  });

  it('stops the task before the timeout', async () => {
    const { handler } = build(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const late = handler({ board: 'a' }, buildLambdaContext({ remainingMs: 200 }));
    await expect(late).rejects.toThrow(/^Stopped \d+ ms before the timeout$/);
  });

  it('answers no more than a state machine can pass on, and fails by name instead', async () => {
    const most = 'x'.repeat(262_144 - 2);
    expect(await build(async () => most).handler({ board: 'a' }, buildLambdaContext())).toBe(most);
    for (const output of [`${most}x`, '가'.repeat(90_000)]) {
      const late = build(async () => output).handler({ board: 'a' }, buildLambdaContext());
      await expect(late).rejects.toMatchObject({ name: 'OutputTooLargeError' });
    }
  });

  it('throws a long error short, under its name: a state machine keeps it beside the data', async () => {
    const error = Object.assign(new Error('가'.repeat(300_000)), { name: 'DecoderError' });
    const { handler, lines } = build(() => Promise.reject(error));
    const thrown: unknown = await handler({ board: 'a' }, buildLambdaContext()).catch((each) => each);
    expect(thrown).toMatchObject({ name: 'DecoderError', message: '가'.repeat(2_000), cause: error });
    expect(thrown instanceof Error && thrown.stack?.length).toBeLessThan(8_000);
    expect(lines()[0]).toMatchObject({ error: { message: expect.stringMatching(/^가{2001,}$/) } });
  });
});
