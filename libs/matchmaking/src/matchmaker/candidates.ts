import type { RuleSet } from '../rule-set/rule-set.ts';
import type { Entrant } from './entrant.ts';
import { fittingOf } from './fitting.ts';

/** Reads tickets one by one, and undefined behind the last; each call begins anew. */
export type Candidates = () => () => Entrant | undefined;

export function candidatesOf(entrants: readonly Entrant[]): Candidates {
  return () => {
    let next = 0;
    return () => entrants[next++];
  };
}

/** The free tickets of a batch. */
type FreeTickets = {
  isFree(entrant: Entrant): boolean;
  take(entrants: readonly Entrant[]): void;
  /** Those that may meet a ticket, in the order of the batch; undefined when they have too few players together. */
  around(anchor: Entrant): Candidates | undefined;
};

/** Nothing is copied for a ticket: a batch of 1,000 has a million pairs. */
export function freeTickets(ruleSet: RuleSet, batch: readonly Entrant[]): FreeTickets {
  const neededAt = fewestPlayers(ruleSet);
  const fitting = fittingOf(ruleSet, batch);
  const indexOf = new Map(batch.map((entrant, index) => [entrant, index]));
  const isGone = new Uint8Array(batch.length);
  let order = Int32Array.from(batch.keys());
  let gone = 0;
  return {
    isFree: (entrant) => isGone[indexOf.get(entrant) ?? -1] === 0,
    take: (entrants) => {
      for (const entrant of entrants) isGone[indexOf.get(entrant) ?? -1] = 1;
      gone += entrants.length;
      if (gone * 2 < order.length) return;
      order = order.filter((index) => isGone[index] === 0);
      gone = 0;
    },
    around: (anchor) => {
      const own = indexOf.get(anchor) ?? -1;
      const needed = neededAt[anchor.level] ?? 0;
      if (fitting.mostPlayers(own) < needed) return undefined;
      const meets = fitting.meets(own);
      const isCandidate = (index: number) => isGone[index] === 0 && index !== own && meets(index);
      let { players } = anchor;
      for (let at = 0; at < order.length && players < needed; at += 1) {
        const index = order[at] ?? -1;
        if (isCandidate(index)) players += batch[index]?.players ?? 0;
      }
      if (players < needed) return undefined;
      return () => {
        let at = 0;
        return () => {
          while (at < order.length) {
            const index = order[at] ?? -1;
            at += 1;
            if (isCandidate(index)) return batch[index];
          }
          return undefined;
        };
      };
    },
  };
}

/**
 * How many players the smallest match around a ticket has, by its level. With `newest` others can only bring an earlier
 * version, with `oldest` only a later one.
 */
function fewestPlayers({ versions, algorithm }: RuleSet): number[] {
  const sizes = versions.map(({ teams }) => teams.reduce((total, { minPlayers }) => total + minPlayers, 0));
  const isNewest = algorithm.expansionAgeSelection === 'newest';
  return sizes.map((_, level) => Math.min(...(isNewest ? sizes.slice(0, level + 1) : sizes.slice(level))));
}
