import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually, SEED_NOTE, seededRandom, seeds } from '@hanok/testing';
import { begin, sessionOf, startTable, until } from '../table.fixture.ts';
import { type Mood, startFlakyQueue } from './flaky-queue.fixture.ts';

const table = await startTable();
afterAll(table.stop);
const { newQueue, open } = table;

/** A game that Ann wins, with a queue in these moods: how large each batch was, what came, what was said. Waits for that many calls. */
async function sendThrough(moods: Mood[], calls = moods.length + 1) {
  const queue = await newQueue();
  await using flaky = await startFlakyQueue(queue.url, [...moods]);
  await using server = await open({ queueUrl: flaky.queueUrl });
  const session = sessionOf();
  server.place(session);
  const { black, white, names } = await begin(server, session);
  (names.black === 'Ann' ? white : black).leave();
  await until(names.black === 'Ann' ? black : white, 'end');
  const bodies: string[] = [];
  await eventually(async () => {
    bodies.push(...(await queue.bodies()));
    expect(new Set(bodies).size).toBe(2);
    expect(flaky.sizes.length).toBeGreaterThanOrEqual(calls);
  });
  await server.stop();
  bodies.push(...(await queue.bodies()));
  return { session, bodies, sizes: flaky.sizes, notices: server.notices };
}

describe('the results of a game', () => {
  it('are one batch of two, in the form of the queue', async () => {
    const { session, bodies, sizes, notices } = await sendThrough([]);
    const id = session.gameSessionId;
    expect(bodies.toSorted()).toEqual([
      `{"PlayerName":"Ann","WinDiff":1,"LoseDiff":0,"ScoreDiff":16,"ResultId":"${id}/Ann"}`,
      `{"PlayerName":"Bob","WinDiff":0,"LoseDiff":1,"ScoreDiff":-16,"ResultId":"${id}/Bob"}`,
    ]);
    expect({ sizes, notices }).toEqual({ sizes: [2], notices: [] });
  });

  it('go again alone when the queue takes half of the batch', async () => {
    const { bodies, sizes, notices } = await sendThrough(['takes half']);
    expect({ sizes, count: bodies.length }).toEqual({ sizes: [2, 1], count: 2 });
    expect(notices).toEqual(['Results wait, because the queue does not take them: InternalError']);
  });

  it('go again when the queue is down, and the wait is told once', async () => {
    const { bodies, sizes, notices } = await sendThrough(['is down', 'is down', 'is down']);
    expect({ sizes, count: bodies.length }).toEqual({ sizes: [2, 2, 2, 2], count: 2 });
    expect(notices).toHaveLength(1);
  });

  it('go again under the same ids when the answer is lost, so that they count once', async () => {
    const { bodies, sizes } = await sendThrough(['loses the answer']);
    expect(sizes).toEqual([2, 2]);
    expect([bodies.length, new Set(bodies).size]).toEqual([4, 2]);
  });

  it(`arrive whatever the queue does (${SEED_NOTE})`, async () => {
    for (const seed of seeds(50)) {
      const random = seededRandom(seed);
      const moods = Array.from({ length: random.between(0, 6) }, () =>
        random.pick<Mood>(['takes', 'takes half', 'is down', 'loses the answer']),
      );
      const { bodies } = await sendThrough(moods, 1);
      expect({ seed, results: new Set(bodies).size }).toEqual({ seed, results: 2 });
    }
  });
});
