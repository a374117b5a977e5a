import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { serve } from '../serve.ts';
import { killAtEachStep, killPoints } from './kill-at-each-step.ts';
import { openVictim } from './open-victim.ts';
import type { Order } from './two-writes.fixture.ts';

const written = new Map<string, string[]>();
const server = await serve(async (request, response) => {
  const run = String(request.url);
  written.set(run, [...(written.get(run) ?? []), await text(request)]);
  response.end('ok ');
});
const victim = await openVictim<Order, string>(new URL('./two-writes.fixture.ts', import.meta.url), 'zod');
afterAll(async () => {
  await victim.close();
  await server.stop();
});

describe('killAtEachStep', () => {
  it('leaves behind the writes up to the kill, and all of them when nothing is killed', async () => {
    const left = new Set<string>();
    const { points, killed } = await killAtEachStep<Order, string>(victim, async (run, index) => {
      const outcome = await run({ url: `${server.endpoint}/${index}` });
      if (outcome !== undefined) expect(outcome).toBe('ok ok ');
      left.add((written.get(`/${index}`) ?? []).join(' '));
    });
    expect(killed).toBeGreaterThan(points / 2);
    expect(points).toBeGreaterThanOrEqual(4);
    expect([...left]).toEqual(expect.arrayContaining(['before first', 'before first second']));
    expect(['before', 'before first', 'before first second']).toEqual(expect.arrayContaining([...left]));
  });

  it('takes each await of our code for a step, by its line in the program', async () => {
    const survival = await victim.run({ url: `${server.endpoint}/whole` });
    const awaits = await victim.awaitsIn((file) => file.endsWith('two-writes.fixture.ts'));
    expect(survival?.outcome).toBe('ok ok ');
    expect(awaits).toHaveLength(5);
    expect(survival?.steps).toEqual(expect.arrayContaining(awaits.slice(1)));
    expect(survival?.steps).not.toContain(awaits[0]);
  });

  it('says how a program failed', async () => {
    await expect(victim.run({ url: 'none' })).rejects.toThrow(/code 1.*Failed to parse URL/s);
  });
});

describe('killPoints', () => {
  const steps = ['line 1', 'line 2', 'line 1', 'Timeout', 'TCPWRAP', 'line 1'];
  it('are all steps in the deep run', () => {
    expect(killPoints(steps, true, 1)).toHaveLength(steps.length);
  });

  it('are one step of each stretch in the quick run, which the seed decides', () => {
    const drawn = Array.from({ length: 30 }, (_, seed) => killPoints(steps, false, seed));
    const drawnAt = (index: number) =>
      new Set(drawn.map((points) => `${points[index]?.place} ${points[index]?.nth}`));
    expect(new Set(drawn.map((points) => points.length))).toEqual(new Set([2]));
    expect(drawnAt(0)).toEqual(new Set(['line 1 1', 'line 2 1', 'line 1 2']));
    expect(drawnAt(1)).toEqual(new Set(['Timeout 1', 'TCPWRAP 1', 'line 1 3']));
    expect(killPoints(steps, false, 7)).toEqual(killPoints(steps, false, 7));
  });
});
