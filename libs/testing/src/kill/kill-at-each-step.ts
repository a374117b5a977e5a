import { availableParallelism } from 'node:os';
import { IS_DEEP, SEED } from '../depth.ts';
import { seededRandom } from '../seeded-random.ts';
import type { Victim } from './open-victim.ts';
import type { KillPoint } from './victim.ts';

/** `run` runs the victim on an order and answers undefined when it was killed. */
type Attempt<Order, Outcome> = (
  run: (order: Order) => Promise<Outcome | undefined>,
  index: number,
) => Promise<void>;

/**
 * Makes an attempt with a run that lives, which tells the steps, and then one for each kill point: in the deep run each
 * step of that run, in the quick one a step of each of its stretches, drawn from the seed. Attempts run side by side,
 * each with an index of its own. Answers how many runs were killed, and how many lived because they took a step less
 * than the first.
 */
export async function killAtEachStep<Order, Outcome>(
  victim: Victim<Order, Outcome>,
  attempt: Attempt<Order, Outcome>,
  { isDeep = IS_DEEP, seed = SEED }: { isDeep?: boolean; seed?: number } = {},
): Promise<{ points: number; killed: number }> {
  const steps: string[] = [];
  await attempt(async (order) => {
    const survival = await victim.run(order);
    steps.push(...(survival?.steps ?? []));
    return survival?.outcome;
  }, 0);
  const points = killPoints(steps, isDeep, seed);
  const left = points.map((point, index) => ({ point, index: index + 1 }));
  let killed = 0;
  const killInTurn = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { point, index } = next;
      await attempt(async (order) => {
        const survival = await victim.run(order, point);
        if (survival === undefined) killed += 1;
        return survival?.outcome;
      }, index);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, killInTurn));
  return { points: points.length, killed };
}

/**
 * `steps` are places in turn. A stretch begins where the program goes on with what the network or a timer tells it: all
 * of its steps find the same outside.
 */
export function killPoints(steps: readonly string[], isDeep: boolean, seed: number): KillPoint[] {
  const turns = new Map<string, number>();
  const stretches: KillPoint[][] = [];
  for (const [index, place] of steps.entries()) {
    const nth = (turns.get(place) ?? 0) + 1;
    turns.set(place, nth);
    if (index === 0 || (!isLine(place) && isLine(steps[index - 1]))) stretches.push([]);
    stretches.at(-1)?.push({ place, nth });
  }
  const random = seededRandom(seed);
  return isDeep ? stretches.flat() : stretches.map((stretch) => random.pick(stretch));
}

function isLine(place: string | undefined): boolean {
  return place?.startsWith('line ') === true;
}
