import type { SeededRandom } from '@hanok/testing';

export type Delivery = { messageId: string; body: string };
type Totals = { Score: number; Win: number; Lose: number };

/** What the queue delivers, in batches, and what its players must have in the end. */
export type Run = { name: string; batches: Delivery[][]; totals: Map<string, Totals> };

const PLAYERS = 3;
/** Distinct results of one run. */
export const RESULTS = 8;
const LARGEST_BATCH = 16;

/**
 * Distinct results of a few players, each delivered one to five times, shuffled over all batches. Half of them carry
 * a `ResultId` and come under a new message id each time, as from a producer that sends again.
 */
export function buildRun(name: string, random: SeededRandom): Run {
  const totals = new Map<string, Totals>();
  const deliveries: Delivery[] = [];
  for (let index = 0; index < RESULTS; index += 1) {
    const result = buildResult(`${name}-${random.between(1, PLAYERS)}`, random);
    add(totals, result);
    const resent = random.next() < 0.5;
    const body = JSON.stringify(resent ? { ...result, ResultId: `${name}-${index}` } : result);
    for (let copy = random.between(1, 5); copy > 0; copy -= 1)
      deliveries.push({ messageId: resent ? `${name}-${index}-${copy}` : `${name}-${index}`, body });
  }
  return { name, batches: inBatches(random.shuffle(deliveries), random), totals };
}

type Result = { PlayerName: string; WinDiff: number; LoseDiff: number; ScoreDiff: number };

function buildResult(PlayerName: string, random: SeededRandom): Result {
  const won = random.between(0, 1);
  return { PlayerName, WinDiff: won, LoseDiff: 1 - won, ScoreDiff: random.between(-100, 100) };
}

function add(totals: Map<string, Totals>, { PlayerName, WinDiff, LoseDiff, ScoreDiff }: Result): void {
  const { Score, Win, Lose } = totals.get(PlayerName) ?? { Score: 1000, Win: 0, Lose: 0 };
  totals.set(PlayerName, { Score: Score + ScoreDiff, Win: Win + WinDiff, Lose: Lose + LoseDiff });
}

function inBatches(deliveries: readonly Delivery[], random: SeededRandom): Delivery[][] {
  const batches: Delivery[][] = [];
  for (let start = 0; start < deliveries.length;) {
    const size = random.between(1, LARGEST_BATCH);
    batches.push(deliveries.slice(start, start + size));
    start += size;
  }
  return batches;
}
