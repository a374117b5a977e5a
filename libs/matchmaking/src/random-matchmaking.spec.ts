import { describe, expect, it } from '@jest/globals';
import { IS_DEEP, SEED, SEED_NOTE, seededRandom } from '@hanok/testing';
import { explain } from './explain/explain.ts';
import { timeline } from './explain/timeline.ts';
import { formMatches } from './matchmaker/form-matches.ts';
import { randomCase, smallCase } from './random-matchmaking.fixture.ts';
import { parseRuleSet } from './rule-set/parse-rule-set.ts';
import type { RuleSet, Version } from './rule-set/rule-set.ts';
import { NOW } from './tickets.fixture.ts';

const POOLS = IS_DEEP ? 10_000 : 100;
const MOMENT = { now: NOW, seed: 'spec' };

function eachCase(check: (random: ReturnType<typeof seededRandom>) => void, times = 1): void {
  const random = seededRandom(SEED);
  for (let count = 0; count < POOLS * times; count += 1) check(random);
}

/** The same rule set without the cheap conditions between two tickets. */
function withoutBounds(ruleSet: RuleSet): RuleSet {
  const without = (version: Version): Version => ({
    ...version,
    judged: version.judged.map((rule) => ({ ...rule, bound: undefined })),
  });
  const [first, ...later] = ruleSet.versions;
  return { ...ruleSet, versions: [without(first), ...later.map(without)] };
}

/** The deep run takes minutes on a busy machine. */
const TIMEOUT = 900_000;

describe(`${POOLS} random rule sets and pools ${SEED_NOTE}`, () => {
  it(
    'give no match that breaks a rule at its time, a size, or a promise, and no ticket in two',
    () => {
      let formed = 0;
      eachCase((random) => {
        const { text, tickets, brokenBy } = randomCase(random);
        const matches = formMatches(parseRuleSet(text), tickets, MOMENT);
        for (const match of matches) {
          const broken = brokenBy(match);
          if (broken.length > 0)
            throw new Error(`${broken.join(', ')}\n${text}\n${JSON.stringify({ match, tickets })}`);
        }
        const matched = matches.flatMap((match) => match.tickets);
        expect(new Set(matched).size).toBe(matched.length);
        expect(matched.every((ticket) => tickets.includes(ticket))).toBe(true);
        formed += matches.length;
      });
      expect(formed).toBeGreaterThan(POOLS);
    },
    TIMEOUT,
  );

  it(
    'give matches around the oldest first, and the same whatever the order of the list',
    () => {
      eachCase((random) => {
        const { text, tickets, isOneOnOne, isBalanced } = randomCase(random);
        const ruleSet = parseRuleSet(text);
        const matches = formMatches(ruleSet, tickets, MOMENT);
        expect(formMatches(ruleSet, random.shuffle(tickets), MOMENT)).toEqual(matches);
        if (isBalanced) return;
        const firsts = matches
          .flatMap((match) => match.tickets.slice(0, 1))
          .filter(({ backfill }) => !backfill);
        expect(firsts).toEqual(firsts.toSorted((a, b) => a.startTime - b.startTime));
        if (!isOneOnOne) return;
        // Of those who are left, no two could have been a match.
        const left = tickets.filter((ticket) => !matches.some((match) => match.tickets.includes(ticket)));
        expect(formMatches(ruleSet, left, MOMENT)).toEqual([]);
      });
    },
    TIMEOUT,
  );

  it(
    'pair the oldest and leave no tickets that the next round matches, with rules that the last ticket decides',
    () => {
      let [formed, left] = [0, 0];
      // They are small: five of them cost as much as one of the others.
      eachCase((random) => {
        const { text, tickets, brokenBy, isOneOnOne, isBalanced } = smallCase(random);
        const ruleSet = parseRuleSet(text);
        const matches = formMatches(ruleSet, tickets, MOMENT);
        expect(matches.flatMap(brokenBy)).toEqual([]);
        if (isOneOnOne && !isBalanced)
          for (const match of matches.filter((each) => !each.tickets.some(({ backfill }) => backfill)))
            expect(match.tickets).toEqual(match.tickets.toSorted((a, b) => a.startTime - b.startTime));
        const waiting = tickets.filter((ticket) => !matches.some((match) => match.tickets.includes(ticket)));
        const next = formMatches(ruleSet, waiting, MOMENT);
        if (next.length > 0) throw new Error(`${text}\n${JSON.stringify({ tickets, matches, next })}`);
        formed += matches.length;
        left += waiting.length;
      }, 5);
      expect([formed, left].every((each) => each > POOLS)).toBe(true);
    },
    TIMEOUT,
  );

  it(
    'give the same matches without the cheap conditions between two tickets',
    () => {
      eachCase((random) => {
        const { text, tickets, isBalanced } = randomCase(random);
        if (isBalanced) return;
        const ruleSet = parseRuleSet(text);
        // Without a limit on moves: they cost more where more tickets are tried.
        const [plain, quick] = [withoutBounds(ruleSet), ruleSet].map((each) =>
          formMatches(each, tickets, MOMENT, Number.POSITIVE_INFINITY),
        );
        expect(plain).toEqual(quick);
      });
    },
    TIMEOUT,
  );

  it(
    'are explained as they are matched',
    () => {
      const verdicts = new Map<string, number>();
      eachCase((random) => {
        const { text, tickets, isOneOnOne } = randomCase(random);
        const ruleSet = parseRuleSet(text);
        for (const match of formMatches(ruleSet, tickets, MOMENT)) {
          const { verdict, rules } = explain(ruleSet, match.tickets, NOW);
          if (verdict !== 'match') throw new Error(`${verdict}\n${text}\n${JSON.stringify(match)}`);
          expect(rules.filter(({ holds }) => holds === false)).toEqual([]);
        }
        const group = random.shuffle(tickets).slice(0, random.between(2, 4));
        const { verdict } = explain(ruleSet, group, NOW);
        const matches = formMatches(ruleSet, group, MOMENT);
        const isWhole = matches.some((match) => match.tickets.length === group.length);
        if (isWhole !== (verdict === 'match') && (isWhole || matches.length === 0))
          throw new Error(`${verdict}\n${text}\n${JSON.stringify(group)}`);
        const [a, b] = group;
        if (isOneOnOne && a && b)
          for (const { at, explanation } of timeline(ruleSet, a, b).entries) {
            const isMatched = formMatches(ruleSet, [a, b], { now: at, seed: 'spec' }).length > 0;
            if (isMatched !== (explanation.verdict === 'match'))
              throw new Error(`${explanation.verdict} at ${at}\n${text}\n${JSON.stringify([a, b])}`);
          }
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      });
      expect([...verdicts.keys()].sort()).toEqual(['compatible', 'match', 'no']);
    },
    TIMEOUT,
  );
});
