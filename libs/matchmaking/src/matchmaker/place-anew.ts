import type { Version } from '../rule-set/rule-set.ts';
import type { Entrant } from './entrant.ts';
import { add, canGrow, emptyLineup, fits, type Lineup, removeLast, teamsFor } from './lineup.ts';

/** Placements that one ticket may cost. */
const PLACEMENTS = 100;

/**
 * Places tickets anew, each in every team that takes it, until all are in and it is what is wanted. Then the match is
 * that; otherwise it stays as it was. `budget` limits the work of a round, so that no pool makes it endless.
 */
export function placeAnew(
  lineup: Lineup,
  entrants: readonly Entrant[],
  version: Version,
  budget: { placementsLeft: number },
  isWanted: (anew: Lineup) => boolean,
): boolean {
  const all = [...entrants];
  const anew = emptyLineup(version.teams);
  let left = Math.min(PLACEMENTS, budget.placementsLeft);
  budget.placementsLeft -= left;
  const isPlaced = placeFrom(0);
  budget.placementsLeft += left;
  if (isPlaced) replace(lineup, anew);
  return isPlaced;

  function placeFrom(index: number): boolean {
    const next = all[index];
    if (!next) return isWanted(anew);
    for (const team of teamsFor(anew, next, version)) {
      if (left <= 0) return false;
      left -= 1;
      add(anew, next, team);
      if (fits(anew, version) && canGrow(anew, version) && placeFrom(index + 1)) return true;
      removeLast(anew, team);
    }
    return false;
  }
}

function replace(lineup: Lineup, anew: Lineup): void {
  lineup.entrants.splice(0, lineup.entrants.length, ...anew.entrants);
  for (const [index, team] of anew.teams.entries()) {
    const into = lineup.teams[index];
    into?.parties.splice(0, into.parties.length, ...team.parties);
    if (into) into.players = team.players;
  }
}
