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
 * step of that run, in the quick one each distinct place, at one of its turns drawn from the seed. Attempts run side by
 * side, each with an index of its own. Answers how many runs were killed, and how many lived because they took a step
 * less than the first.
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

/** `steps` are places in turn. */
export function killPoints(steps: readonly string[], isDeep: boolean, seed: number): KillPoint[] {
  const turns = new Map<string, number>();
  for (const place of steps) turns.set(place, (turns.get(place) ?? 0) + 1);
  const random = seededRandom(seed);
  return [...turns].flatMap(([place, count]) =>
    isDeep
      ? Array.from({ length: count }, (_, index) => ({ place, nth: index + 1 }))
      : [{ place, nth: random.between(1, count) }],
  );
}
