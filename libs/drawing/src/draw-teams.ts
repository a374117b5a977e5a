import type { DrawRequest } from '@hanok/events';
import { seededNumbers } from './seeded-numbers.ts';
import { shuffle } from './shuffle.ts';

/** Teams in the order in which they were drawn, and who found no place. */
export type Draw = { teams: string[][]; leftOut: string[] };

/** Draws the names into teams; the same names in the same order with the same seed give the same teams. */
export function drawTeams({ names, teams, size }: Omit<DrawRequest, 'seed'>, seed: string): Draw {
  const order = shuffle(names, seededNumbers(seed));
  return {
    teams: Array.from({ length: teams }, (_, team) => order.slice(team * size, (team + 1) * size)),
    leftOut: order.slice(teams * size),
  };
}
