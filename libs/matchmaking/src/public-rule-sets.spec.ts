import { describe, expect, it } from '@jest/globals';
import { explain } from './explain/explain.ts';
import { formMatches, type Match } from './matchmaker/form-matches.ts';
import type { Ticket } from './matchmaker/ticket.ts';
import * as samples from './public-rule-sets.fixture.ts';
import { parseRuleSet } from './rule-set/parse-rule-set.ts';
import { NOW, party, solo, solos } from './tickets.fixture.ts';

function matches(text: string, tickets: readonly Ticket[], now = NOW): Match[] {
  return formMatches(parseRuleSet(text), tickets, { now, seed: 'spec' });
}
/** The sizes of the teams of each match. */
const sizes = (text: string, tickets: readonly Ticket[], now = NOW) =>
  matches(text, tickets, now).map(({ teams }) => teams.map(({ playerIds }) => playerIds.length));
const waited = (tickets: readonly Ticket[], seconds: number) =>
  tickets.map((ticket) => ({ ...ticket, startTime: ticket.startTime - seconds * 1000 }));
const skill = (value: number) => ({ skill: value });

describe('1: aliens_vs_cowboys', () => {
  const { ALIENS_VS_COWBOYS: text } = samples;
  it('matches 8 players of one skill 4 against 4', () => {
    expect(
      sizes(
        text,
        solos(8, () => skill(50)),
      ),
    ).toEqual([[4, 4]]);
  });
  it('matches 9 players 4 against 4, and one waits', () => {
    expect(
      sizes(
        text,
        solos(9, () => skill(50)),
      ),
    ).toEqual([[4, 4]]);
  });
  it('matches 10 players 5 against 5: teams are filled beyond their minimum', () => {
    expect(
      sizes(
        text,
        solos(10, () => skill(50)),
      ),
    ).toEqual([[5, 5]]);
  });
  it('takes teams with averages of 40 and 60 at once, because 10 is to the middle', () => {
    const found = explain(
      parseRuleSet(text),
      [party('a', Array(4).fill(skill(40))), party('b', Array(4).fill(skill(60)))],
      NOW,
    );
    expect(found).toMatchObject({ verdict: 'match', passesAtSeconds: 0 });
    expect(found.rules[0]?.text).toBe(
      'cowboys 40, aliens 60: FairTeamSkill distance 10 <= 10, passes at 0 s',
    );
  });
  it('takes averages of 0 and 100 from 5 s on, of 0 and 200 from 15 s on', () => {
    const teams = (gap: number) => [
      party('a', Array(4).fill(skill(0))),
      party('b', Array(4).fill(skill(gap))),
    ];
    expect([0, 4.999, 5].map((seconds) => sizes(text, waited(teams(100), seconds)).length)).toEqual([
      0, 0, 1,
    ]);
    expect([14.999, 15].map((seconds) => sizes(text, waited(teams(200), seconds)).length)).toEqual([0, 1]);
  });
});

describe('2: players_vs_monster_5_vs_1', () => {
  const { PLAYERS_VS_MONSTER: text } = samples;
  const hunters = (count: number, desired = 40) =>
    solos(count, (index) => ({ desiredSkillOfMonster: desired - index }));
  const monster = (value: number) => solo('monster', { skill: value, wantsToBeMonster: 1 });
  it('takes a monster whose skill is at least the most desired', () => {
    expect(matches(text, [...hunters(5), monster(39)])).toEqual([]);
    expect(matches(text, [...hunters(5), monster(40)])).toMatchObject([
      { teams: [{ name: 'players' }, { name: 'monster', playerIds: ['monster'] }] },
    ]);
  });
  it('takes 4 hunters from 30 s on and 3 from 60 s on', () => {
    expect([29, 30].map((seconds) => sizes(text, waited([...hunters(4), monster(50)], seconds)))).toEqual([
      [],
      [[4, 1]],
    ]);
    expect([59, 60].map((seconds) => sizes(text, waited([...hunters(3), monster(50)], seconds)))).toEqual([
      [],
      [[3, 1]],
    ]);
  });
  it('places no one who wants to be the monster among the players', () => {
    const monsters = solos(6, () => ({ wantsToBeMonster: 1 }));
    expect(matches(text, waited(monsters, 100))).toEqual([]);
    expect(matches(text, [monster(50), ...hunters(5)])[0]?.teams[0]?.playerIds).not.toContain('monster');
  });
});

describe('3: three_team_game', () => {
  const { THREE_TEAM_GAME: text } = samples;
  const near = { latency: { 'us-east-1': 40 } };
  it('names its teams trio_1 to trio_3', () => {
    expect(
      matches(
        text,
        solos(9, () => ({}), near),
      )[0]?.teams.map(({ name }) => name),
    ).toEqual(['trio_1', 'trio_2', 'trio_3']);
  });
  it('never matches 9 players of whom 6 are medics, and takes 5 of them', () => {
    const players = (medics: number) =>
      solos(9, (index) => ({ character: [index < medics ? 'medic' : 'peasant'] }), near);
    expect(matches(text, players(6))).toEqual([]);
    expect(sizes(text, players(5))).toEqual([[3, 3, 3]]);
  });
  it('leaves medics out beyond 5 instead of waiting for all of them', () => {
    const tickets = solos(10, (index) => ({ character: [index < 6 ? 'medic' : 'peasant'] }), near);
    expect(sizes(text, tickets)).toEqual([[3, 3, 3]]);
  });
  it('takes teams of 3, 3 and 4, not of 3, 5 and 5', () => {
    expect(
      sizes(
        text,
        solos(10, () => ({}), near),
      ),
    ).toEqual([[4, 3, 3]]);
    const parties = [3, 5, 5].map((size, index) => party(`t${index}`, Array(size).fill({}), near));
    expect(matches(text, parties)).toEqual([]);
    expect(
      explain(parseRuleSet(text), parties, NOW).rules.find(({ rule }) => rule === 'CloseTeamSizes'),
    ).toMatchObject({ by: 1 });
  });
  it('takes 80 ms from 10 s on, 150 ms from 20 s on, and a player without latency never', () => {
    const players = (ms: number) => solos(9, () => ({}), { latency: { 'us-east-1': ms } });
    expect([9, 10].map((seconds) => sizes(text, waited(players(80), seconds)).length)).toEqual([0, 1]);
    expect([19, 20].map((seconds) => sizes(text, waited(players(150), seconds)).length)).toEqual([0, 1]);
    expect(matches(text, waited([...solos(8, () => ({}), near), solo('none')], 3000))).toEqual([]);
  });
});

describe('4: multi_map_game', () => {
  const { MULTI_MAP_GAME: text } = samples;
  const player = (maps: Record<string, number>, experience = 50, gameMode = ['coop']) => ({
    mapPreference: maps,
    experience,
    gameMode,
  });
  it("orders by the first ticket's favourite map, not by each one's own", () => {
    const anchor = solo('anchor', player({ mars: 90, moon: 10 }), { waited: 60 });
    const moon = Array.from({ length: 5 }, (_, index) =>
      solo(`moon${index}`, player({ moon: 100, mars: 1 }), { waited: 50 }),
    );
    const mars = Array.from({ length: 5 }, (_, index) =>
      solo(`mars${index}`, player({ mars: 40 }), { waited: index }),
    );
    const [match] = matches(text, [anchor, ...moon, ...mars]);
    expect(match?.tickets.map(({ ticketId }) => ticketId.replace(/\d/, ''))).toEqual([
      'anchor',
      ...Array(5).fill('mars'),
    ]);
  });
  it('orders equal maps by the distance of experience', () => {
    const anchor = solo('anchor', player({ mars: 1 }, 50), { waited: 60 });
    const others = [90, 10, 52, 48, 51, 70, 49].map((experience) =>
      solo(`e${experience}`, player({ mars: 1 }, experience)),
    );
    expect(matches(text, [anchor, ...others])[0]?.tickets.map(({ ticketId }) => ticketId)).toEqual([
      'anchor',
      'e51',
      'e49',
      'e52',
      'e48',
      'e70',
    ]);
  });
  it('does not match six of whom one shares no mode', () => {
    const five = solos(5, () => player({ mars: 1 }));
    expect(matches(text, [...five, solo('other', player({ mars: 1 }, 50, ['deathmatch']))])).toEqual([]);
    expect(sizes(text, [...five, solo('other', player({ mars: 1 }, 50, ['deathmatch', 'coop']))])).toEqual([
      [3, 3],
    ]);
  });
});

describe('5: preferred_characters', () => {
  const { PREFERRED_CHARACTERS: text } = samples;
  const five = (last: string) =>
    solos(5, (index) => ({
      myCharacter: [index === 4 ? last : 'knight'],
      preferredOpponents: ['mage', 'knight'],
    }));
  it('keeps a rogue out of players who prefer mages and knights, for 15 s', () => {
    expect(sizes(text, five('mage'))).toEqual([[5]]);
    expect([0, 14, 15].map((seconds) => sizes(text, waited(five('rogue'), seconds)).length)).toEqual([
      0, 0, 1,
    ]);
  });
});

describe('6: different characters', () => {
  const { DIFFERENT_CHARACTERS: text } = samples;
  it('never matches equal characters', () => {
    expect(matches(text, waited([solo('a', { character: 1 }), solo('b', { character: 1 })], 9999))).toEqual(
      [],
    );
  });
  it('takes the default mode for the same one said', () => {
    const [a, b] = [solo('a', { character: 1 }), solo('b', { character: 2, gameMode: 'turn-based' })];
    expect(sizes(text, [a, b])).toEqual([[1, 1]]);
    expect(matches(text, [a, solo('b', { character: 2, gameMode: 'fast' })])).toEqual([]);
    expect(matches(text, [a, solo('b', { character: 2, gameMap: 2 })])).toEqual([]);
  });
});

describe('7: free-for-all', () => {
  const { FREE_FOR_ALL: text } = samples;
  const players = (count: number, ms = 100) =>
    solos(count, (index) => skill(index), { latency: { 'us-east-1': ms } });
  it('takes 175 to 200 players, 150 from 10 s on and 100 from 15 s on', () => {
    expect(sizes(text, players(210))).toEqual([[200]]);
    expect(sizes(text, players(175))).toEqual([[175]]);
    expect([0, 9, 10].map((seconds) => sizes(text, waited(players(150), seconds)))).toEqual([
      [],
      [],
      [[150]],
    ]);
    expect([14, 15].map((seconds) => sizes(text, waited(players(100), seconds)))).toEqual([[], [[100]]]);
  });
  it('has lost its latency step to the second of two equal keys', () => {
    expect(matches(text, waited(players(175, 190), 60))).toEqual([]);
  });
});

describe('8: monster-hunters', () => {
  const { MONSTER_HUNTERS: text } = samples;
  const players = (count: number) =>
    solos(count, (index) => ({ 'monster-kills': index % 7 }), { latency: { 'us-east-1': 60 } });
  it('fills the hunters to 10, then all in turn, the monsters to 5, and then the hunters evenly', () => {
    expect(sizes(text, players(125))).toEqual([[5, ...Array(10).fill(12)]]);
    expect(sizes(text, players(155))).toEqual([[5, ...Array(10).fill(15)]]);
    const [[monsters, ...hunters] = []] = sizes(text, players(141));
    expect(monsters).toBe(5);
    expect(Math.max(...hunters) - Math.min(...hunters)).toBe(1);
  });
  it('lowers the minimum of all ten teams', () => {
    expect([14, 15].map((seconds) => sizes(text, waited(players(105), seconds)))).toEqual([
      [],
      [[5, ...Array(10).fill(10)]],
    ]);
    expect([19, 20].map((seconds) => sizes(text, waited(players(85), seconds)))).toEqual([
      [],
      [[5, ...Array(10).fill(8)]],
    ]);
  });
});

describe('9: league, skill, map and mode by batchDistance', () => {
  const { BATCH_DISTANCES: text } = samples;
  const four = (spread: number, map = 'mars') =>
    solos(4, (index) => ({
      league: 1,
      skill: index === 3 ? spread : 0,
      map: index === 3 ? map : 'mars',
      mode: 'duel',
    }));
  it('takes a spread of 18 from 10 s on', () => {
    expect([0, 9, 10].map((seconds) => sizes(text, waited(four(18), seconds)).length)).toEqual([0, 0, 1]);
  });
  it('never takes different maps', () => {
    expect(matches(text, waited(four(0, 'moon'), 9999))).toEqual([]);
  });
});

describe('10: compound', () => {
  const { COMPOUND: text } = samples;
  const twenty = (of: (index: number) => { league?: number; skill?: number; map?: string; mode?: string }) =>
    solos(20, (index) => ({ league: 1, skill: 1, map: 'mars', mode: 'duel', ...of(index) }));
  it('takes the same map and mode, or a similar skill and league', () => {
    expect(
      sizes(
        text,
        twenty((index) => ({ skill: index * 100 })),
      ),
    ).toEqual([[10, 10]]);
    expect(
      sizes(
        text,
        twenty((index) => ({ map: `map ${index}` })),
      ),
    ).toEqual([[10, 10]]);
  });
  it('does not take neither of them', () => {
    expect(
      matches(
        text,
        twenty((index) => ({ map: `map ${index}`, skill: index * 100 })),
      ),
    ).toEqual([]);
  });
  it('balances the skill of both teams', () => {
    const [match] = matches(
      text,
      twenty((index) => ({ skill: index })),
    );
    const averages = match?.teams.map(
      ({ playerIds }) => playerIds.reduce((total, id) => total + Number(id.slice(1)), 0) / playerIds.length,
    );
    expect(Math.abs((averages?.[0] ?? 0) - (averages?.[1] ?? 99))).toBeLessThanOrEqual(0.2);
  });
});

describe('11: Player Block List', () => {
  const { BLOCK_LIST: text } = samples;
  const ten = (last: string[]) => solos(10, (index) => ({ BlockList: index === 9 ? last : [] }));
  it('keeps both apart when one of them blocks the other', () => {
    expect(sizes(text, ten([]))).toEqual([[5, 5]]);
    expect(matches(text, ten(['p0']))).toEqual([]);
    expect(sizes(text, [...ten(['p0']), solo('eleventh', { BlockList: [] })])).toEqual([[5, 5]]);
  });
  it('never matches a player without a block list, which has no default', () => {
    const tickets = [...ten([]).slice(1), solo('none')];
    expect(matches(text, waited(tickets, 9999))).toEqual([]);
    expect(explain(parseRuleSet(text), tickets, NOW).unmatchable).toEqual([
      { ticketId: 'none', reason: 'player none has no BlockList, and the rule set gives no default' },
    ]);
  });
});

describe('12: one team', () => {
  it('matches any 3, because the average of one team is the average of the match', () => {
    expect(
      sizes(
        samples.ONE_TEAM,
        solos(3, (index) => skill(index * 1000)),
      ),
    ).toEqual([[3]]);
  });
});

describe('13: GomokuRuleSet', () => {
  const { GOMOKU: text } = samples;
  const pair = (gap: number) => [solo('a', { score: 1000 }), solo('b', { score: 1000 + gap })];
  it.each([
    [600, 0],
    [601, 10],
    [1000, 10],
    [1001, 20],
    [1600, 20],
    [1601, 30],
    [2000, 30],
  ])('matches a gap of %i from %i s on', (gap, seconds) => {
    expect(sizes(text, waited(pair(gap), seconds))).toEqual([[1, 1]]);
    if (seconds > 0) expect(matches(text, waited(pair(gap), seconds - 0.001))).toEqual([]);
  });
  it('never matches a gap of 2001', () => {
    expect(matches(text, waited(pair(2001), 40_000))).toEqual([]);
  });
  it('counts the seconds from the younger ticket', () => {
    const [a, b] = [solo('a', { score: 1000 }, { waited: 40 }), solo('b', { score: 1900 })];
    expect(matches(text, [a, b])).toEqual([]);
    expect(matches(text, [a, b], NOW + 9999)).toEqual([]);
    expect(sizes(text, [a, b], NOW + 10_000)).toEqual([[1, 1]]);
  });
  it('takes 1000 for a player without a score', () => {
    expect(sizes(text, [solo('a', {}), solo('b', { score: 1600 })])).toEqual([[1, 1]]);
  });
  it('says why, in one line', () => {
    const line = (gap: number) => explain(parseRuleSet(text), pair(gap), NOW).lines[0];
    expect(line(600)).toBe('blue 1000, red 1600: FairTeamSkill distance 300 <= 300, passes at 0 s');
    expect(line(900)).toBe(
      'blue 1000, red 1900: FairTeamSkill distance 450 > 300 by 150, passes at 10 s (rules[FairTeamSkill].maxDistance 500)',
    );
    expect(line(2001)).toBe(
      'blue 1000, red 3001: FairTeamSkill distance 1000.5 > 300 by 700.5, never passes',
    );
  });
});

describe('14: StrictScoreRuleSet', () => {
  it('matches equal scores only, 1000 by default', () => {
    expect(sizes(samples.STRICT_SCORE, [solo('a', { score: 1000 }), solo('b')])).toEqual([[1, 1]]);
    expect(matches(samples.STRICT_SCORE, [solo('a', { score: 1001 }), solo('b')])).toEqual([]);
  });
});

describe('15: Fast Game', () => {
  const pair = [solo('a', {}, { latency: { seoul: 120 } }), solo('b', {}, { latency: { seoul: 120 } })];
  it('takes 120 ms from 20 s on in its first version, at once in its later one', () => {
    expect([19, 20].map((seconds) => sizes(samples.LATENCY_50, waited(pair, seconds)).length)).toEqual([
      0, 1,
    ]);
    expect(sizes(samples.LATENCY_150, pair)).toEqual([[1, 1]]);
  });
});

describe('16 to 19: RadiantDire', () => {
  const players = (count: number, mode: string, ms = 50) =>
    solos(count, () => ({ GameMode: [mode] }), { latency: { seoul: ms } });
  it('plays Classic 4 against 4 to 6 against 6', () => {
    expect(sizes(samples.RADIANT_DIRE_CLASSIC, players(7, 'Classic'))).toEqual([]);
    expect(sizes(samples.RADIANT_DIRE_CLASSIC, players(8, 'Classic'))).toEqual([[4, 4]]);
    expect(sizes(samples.RADIANT_DIRE_CLASSIC, players(13, 'Classic'))).toEqual([[6, 6]]);
  });
  it('plays Practice 2 against 2 to 3 against 3', () => {
    expect(sizes(samples.RADIANT_DIRE_PRACTICE, players(4, 'Practice'))).toEqual([[2, 2]]);
    expect(sizes(samples.RADIANT_DIRE_PRACTICE, players(6, 'Practice'))).toEqual([[3, 3]]);
  });
  it('plays Survival 1 against 1 to 3 against 3', () => {
    expect(sizes(samples.RADIANT_DIRE_SURVIVAL, players(2, 'Survival'))).toEqual([[1, 1]]);
    expect(sizes(samples.RADIANT_DIRE_SURVIVAL, players(7, 'Survival'))).toEqual([[3, 3]]);
  });
  it('All: picks the mode by the number of players who want it', () => {
    const all = (count: number, mode: string) => sizes(samples.RADIANT_DIRE_ALL, players(count, mode));
    expect(all(8, 'Classic')).toEqual([[4, 4]]);
    expect(all(4, 'Classic')).toEqual([]);
    expect(all(4, 'Practice')).toEqual([[2, 2]]);
    expect(all(2, 'Survival')).toEqual([[1, 1]]);
  });
  it('widens the latency by the wait of the oldest ticket', () => {
    const [old, ...others] = players(2, 'Survival', 100);
    const tickets = [...waited(old ? [old] : [], 30), ...others];
    expect(sizes(samples.RADIANT_DIRE_SURVIVAL, tickets)).toEqual([[1, 1]]);
    expect(matches(samples.RADIANT_DIRE_SURVIVAL, waited(tickets, -1))).toEqual([]);
  });
  it('takes 2000 ms from 120 s on', () => {
    expect(
      [119, 120].map(
        (seconds) =>
          sizes(samples.RADIANT_DIRE_SURVIVAL, waited(players(2, 'Survival', 2000), seconds)).length,
      ),
    ).toEqual([0, 1]);
  });
});

describe('20 and 21: teams only', () => {
  it('matches any 2 and any 4, without rules', () => {
    expect(sizes(samples.TWO_PLAYERS, solos(5))).toEqual([[2], [2]]);
    expect(sizes(samples.FOUR_PLAYERS, solos(5))).toEqual([[4]]);
  });
  it('makes a match of one player alone', () => {
    expect(sizes(samples.ALPHA, solos(1))).toEqual([[1]]);
    expect(sizes(samples.ALPHA, solos(7))).toEqual([[5], [2]]);
  });
});
