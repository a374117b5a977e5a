import type { SeededRandom } from '@hanok/testing';
import type { Match } from './matchmaker/form-matches.ts';
import type { Player, Ticket } from './matchmaker/ticket.ts';
import { latePieces, type Piece, pieces } from './random-rules.fixture.ts';
import { NOW } from './tickets.fixture.ts';

type RandomCase = {
  text: string;
  tickets: Ticket[];
  isOneOnOne: boolean;
  isBalanced: boolean;
  /** The rules, sizes and promises that a match breaks. */
  brokenBy: (match: Match) => string[];
};

/** A rule set and a pool of up to 30 tickets. */
export function randomCase(random: SeededRandom): RandomCase {
  const isOneOnOne = random.below(3) === 0;
  const teams = isOneOnOne ? oneOnOne : someTeams(random);
  return caseOf(random, teams, pieces(random, teams.length > 1), 30, isOneOnOne);
}

/** A rule set of one or two teams, mostly with a rule that the last ticket decides, and a pool of up to 6 tickets. */
export function smallCase(random: SeededRandom): RandomCase {
  const isOneOnOne = random.below(3) === 0;
  const few = ['blue', 'red'].slice(0, random.between(1, 2)).map((name, _, { length }) => {
    const minPlayers = random.between(1, 4 - length);
    return { name, minPlayers, maxPlayers: minPlayers + random.below(2) };
  });
  const teams = isOneOnOne ? oneOnOne : few;
  const late = random.shuffle(latePieces(random)).slice(0, random.between(0, 2));
  const chosen = [...late, ...pieces(random, teams.length > 1).slice(0, 2)];
  return caseOf(random, teams, chosen, 6, isOneOnOne);
}

function caseOf(
  random: SeededRandom,
  teams: ReturnType<typeof someTeams>,
  chosen: Piece[],
  most: number,
  isOneOnOne: boolean,
): RandomCase {
  const isBalanced = random.below(5) === 0;
  const isNewest = random.below(2) === 0;
  const algorithm = {
    expansionAgeSelection: isNewest ? 'newest' : 'oldest',
    backfillPriority: random.pick(['normal', 'high', 'low']),
    ...(isBalanced && {
      strategy: 'balanced',
      balancedAttribute: 'skill',
      batchingPreference: random.pick(['largestPopulation', 'fastestRegion']),
    }),
  };
  const sorts =
    random.below(4) === 0
      ? [{ name: 'Sort', type: 'distanceSort', sortDirection: 'ascending', sortAttribute: 'skill' }]
      : [];
  const expansions = chosen.flatMap(({ rule, steps, field }) => {
    const listed = Object.entries(steps ?? {}).map(([seconds, value]) => ({
      waitTimeSeconds: Number(seconds),
      value,
    }));
    return field && steps ? [{ target: `rules[${String(rule['name'])}].${field}`, steps: listed }] : [];
  });
  const text = JSON.stringify({
    ruleLanguageVersion: '1.0',
    playerAttributes: ATTRIBUTES,
    algorithm,
    teams,
    rules: [...chosen.map(({ rule }) => rule), ...sorts],
    expansions,
  });
  const tickets = randomTickets(
    random,
    teams.map(({ name }) => name),
    most,
  );
  return {
    text,
    tickets,
    isOneOnOne,
    isBalanced,
    brokenBy: (match) => broken(match, teams, chosen, isNewest),
  };
}

const ATTRIBUTES = [
  { name: 'skill', type: 'number', default: 10 },
  { name: 'map', type: 'string', default: 'mars' },
  { name: 'hero', type: 'string', default: 'one' },
  { name: 'modes', type: 'string_list', default: ['duel'] },
  { name: 'blocked', type: 'string_list', default: [] },
];
const oneOnOne = ['blue', 'red'].map((name) => ({ name, minPlayers: 1, maxPlayers: 1 }));

function someTeams(random: SeededRandom) {
  return ['blue', 'red', 'green'].slice(0, random.between(1, 3)).map((name) => {
    const minPlayers = random.between(1, 3);
    return { name, minPlayers, maxPlayers: minPlayers + random.below(3) };
  });
}

function randomTickets(random: SeededRandom, teams: string[], most: number): Ticket[] {
  const count = random.between(2, most);
  return Array.from({ length: count }, (_, index) => {
    const backfill = random.below(15) === 0;
    const latency =
      random.below(10) === 0
        ? {}
        : { seoul: random.between(5, 120), ...(random.below(2) === 0 && { tokyo: random.between(5, 120) }) };
    const players = Array.from(
      { length: random.below(4) === 0 ? random.between(2, 3) : 1 },
      (__, at): Player => ({
        playerId: `t${index}.${at}`,
        latency,
        attributes: {
          skill: random.between(0, 100),
          map: random.pick(['mars', 'mars', 'moon']),
          hero: random.pick(['one', 'two', 'three', 'four', 'five', 'six']),
          modes: random.pick([['duel'], ['duel', 'capture'], ['capture'], ['duel', 'race']]),
          blocked:
            random.below(5) === 0
              ? [`t${random.below(count)}.0`].filter((id) => !id.startsWith(`t${index}.`))
              : [],
        },
        ...(backfill && { team: random.pick(teams) }),
      }),
    );
    // No two of the same age: the order of the list does not count then.
    return {
      ticketId: `t${index}`,
      startTime: NOW - random.between(0, 60) * 1000 - index,
      players,
      ...(backfill && { backfill }),
    };
  });
}

function broken(
  match: Match,
  sizes: ReturnType<typeof someTeams>,
  chosen: Piece[],
  isNewest: boolean,
): string[] {
  const starts = match.tickets.map(({ startTime }) => startTime);
  const seconds = (NOW - (isNewest ? Math.max(...starts) : Math.min(...starts))) / 1000;
  const players = new Map(
    match.tickets.flatMap((ticket) => ticket.players.map((player) => [player.playerId, { player, ticket }])),
  );
  // A party is one value for the rules; the players of a backfill count one by one.
  const teams = match.teams.map(({ playerIds }) => {
    const groups = Map.groupBy(playerIds, (id) =>
      players.get(id)?.ticket.backfill ? id : players.get(id)?.ticket.ticketId,
    );
    return [...groups.values()].map((ids) => ids.flatMap((id) => players.get(id)?.player ?? []));
  });
  const limitOf = ({ rule, steps = {}, field }: Piece) => {
    const step = Object.keys(steps)
      .map(Number)
      .filter((each) => each <= seconds)
      .at(-1);
    return step === undefined ? Number(rule[field ?? '']) : (steps[step] ?? 0);
  };
  const ids = match.teams.flatMap(({ playerIds }) => playerIds);
  const promises: [string, boolean][] = [
    ['a player twice, or not at all', ids.length !== players.size || ids.some((id) => !players.has(id))],
    ['two backfills', match.tickets.filter(({ backfill }) => backfill).length > 1],
    ['a backfill alone', match.tickets.every(({ backfill }) => backfill)],
    [
      'a party apart',
      match.tickets.some(
        (ticket) =>
          !ticket.backfill &&
          match.teams.filter((team) =>
            ticket.players.some(({ playerId }) => team.playerIds.includes(playerId)),
          ).length > 1,
      ),
    ],
    [
      'a backfill moved',
      match.teams.some(({ name, playerIds }) =>
        playerIds.some((id) => (players.get(id)?.player.team ?? name) !== name),
      ),
    ],
    ...sizes.map(({ name, minPlayers, maxPlayers }, index): [string, boolean] => {
      const size = match.teams[index]?.playerIds.length ?? 0;
      return [`size of ${name}`, size < minPlayers || size > maxPlayers];
    }),
    ...chosen.map((piece): [string, boolean] => [
      String(piece.rule['name']),
      piece.isBroken(teams, limitOf(piece)),
    ]),
  ];
  return promises.flatMap(([name, isBroken]) => (isBroken ? [name] : []));
}
