import type { DrawRequest } from './draw-request.ts';
import { type NextNumber, seededNumbers } from './seeded-numbers.ts';

/** Teams in the order in which they were drawn, and the names without a place. */
type Draw = { teams: string[][]; leftOut: string[] };

/** Draws the names into teams; the same names in the same order with the same seed give the same teams. */
export function drawTeams({ names, teams, size }: Omit<DrawRequest, 'seed'>, seed: string): Draw {
  const order = shuffle(names, seededNumbers(seed));
  return {
    teams: Array.from({ length: teams }, (_, team) => order.slice(team * size, (team + 1) * size)),
    leftOut: order.slice(teams * size),
  };
}

/** The items in random order: Fisher and Yates as Durstenfeld put it, each order equally likely when the numbers are. */
function shuffle<Item>(items: readonly Item[], nextNumber: NextNumber): Item[] {
  const shuffled = [...items];
  for (let left = shuffled.length; left > 1; left -= 1) {
    const [drawn] = shuffled.splice(nextNumber(left), 1, ...shuffled.slice(left - 1, left));
    if (drawn !== undefined) shuffled[left - 1] = drawn;
  }
  return shuffled;
}
