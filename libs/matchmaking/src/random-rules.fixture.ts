import type { SeededRandom } from '@hanok/testing';
import type { Player } from './matchmaker/ticket.ts';

/** The parties of each team of a match: what the judges look at, without any code of the matchmaker. */
type Teams = Player[][][];
/** A rule as JSON, and what it means, written once more and in the plainest way. */
export type Piece = {
  rule: Record<string, unknown>;
  steps?: Record<number, number>;
  field?: string;
  isBroken: (teams: Teams, limit: number) => boolean;
};

const skillOf = (party: Player[]) =>
  average(party.map(({ attributes }) => Number(attributes['skill'] ?? 10)));
const modesOf = (party: Player[]) =>
  [...new Set(party.flatMap(({ attributes }) => attributes['modes'] ?? ['duel']))].map(String);
const average = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const apart = (numbers: number[]) => Math.max(...numbers) - Math.min(...numbers);

/** Up to three rules of every kind. */
export function pieces(random: SeededRandom, isOneMatch: boolean): Piece[] {
  const limit = random.between(5, 60);
  const count = random.between(1, 3);
  const steps = { [random.between(3, 20)]: limit * 2, [random.between(21, 50)]: limit * 3 };
  const all: Piece[] = [
    {
      rule: {
        name: 'Fair',
        type: 'distance',
        measurements: ['avg(teams[*].players.attributes[skill])'],
        referenceValue: 'avg(flatten(teams[*].players.attributes[skill]))',
        maxDistance: limit,
      },
      field: 'maxDistance',
      steps,
      isBroken: (teams, max) => {
        const middle = average(teams.flat().map(skillOf));
        return teams.some(
          (team) => team.length > 0 && Math.abs(average(team.map(skillOf)) - middle) > max + 1e-9,
        );
      },
    },
    {
      rule: {
        name: 'Spread',
        type: 'distance',
        measurements: 'max(flatten(teams[*].players.attributes[skill]))',
        referenceValue: 'min(flatten(teams[*].players.attributes[skill]))',
        maxDistance: limit,
      },
      field: 'maxDistance',
      steps,
      isBroken: (teams, max) => apart(teams.flat().map(skillOf)) > max,
    },
    {
      rule: { name: 'Near', type: 'batchDistance', batchAttribute: 'skill', maxDistance: limit },
      field: 'maxDistance',
      steps,
      isBroken: (teams, max) => apart(teams.flat().map(skillOf)) > max,
    },
    {
      rule: {
        name: 'SameMap',
        type: 'comparison',
        operation: '=',
        measurements: ['flatten(teams[*].players.attributes[map])'],
      },
      isBroken: (teams) => new Set(teams.flat().map(([first]) => first?.attributes['map'])).size > 1,
    },
    {
      rule: {
        name: 'OtherHero',
        type: 'comparison',
        operation: '!=',
        measurements: ['flatten(teams[*].players.attributes[hero])'],
      },
      isBroken: (teams) => {
        const heroes = teams.flat().map(([first]) => first?.attributes['hero']);
        return new Set(heroes).size < heroes.length;
      },
    },
    {
      rule: {
        name: 'SharedMode',
        type: 'collection',
        operation: 'intersection',
        measurements: ['flatten(teams[*].players.attributes[modes])'],
        minCount: 1,
      },
      isBroken: (teams) => {
        const lists = teams.flat().map(modesOf);
        return !lists[0]?.some((mode) => lists.every((list) => list.includes(mode)));
      },
    },
    {
      rule: {
        name: 'Few',
        type: 'collection',
        operation: 'contains',
        measurements: ['flatten(teams[*].players.attributes[modes])'],
        referenceValue: 'capture',
        maxCount: count,
      },
      isBroken: (teams) => teams.flat().filter((party) => modesOf(party).includes('capture')).length > count,
    },
    {
      rule: {
        name: 'Some',
        type: 'collection',
        operation: 'contains',
        measurements: ['flatten(teams[*].players.attributes[modes])'],
        referenceValue: 'capture',
        minCount: 1,
      },
      isBroken: (teams) => !teams.flat().some((party) => modesOf(party).includes('capture')),
    },
    {
      rule: {
        name: 'NoBlocked',
        type: 'collection',
        operation: 'reference_intersection_count',
        measurements: ['flatten(teams[*].players.attributes[blocked])'],
        referenceValue: 'flatten(teams[*].players[playerId])',
        maxCount: 0,
      },
      isBroken: (teams) => {
        const players = teams.flat(2);
        return players.some(({ attributes }) =>
          [attributes['blocked'] ?? []].flat().some((id) => players.some(({ playerId }) => playerId === id)),
        );
      },
    },
    {
      rule: { name: 'Fast', type: 'latency', maxLatency: limit + 20 },
      field: 'maxLatency',
      steps: { 7: limit + 60 },
      isBroken: (teams, max) => {
        const ms = (party: Player[], place: string) =>
          average(party.map(({ latency }) => latency[place] ?? Number.POSITIVE_INFINITY));
        return !['seoul', 'tokyo'].some((place) => teams.flat().every((party) => ms(party, place) <= max));
      },
    },
  ];
  if (isOneMatch) {
    all.push({
      rule: {
        name: 'Even',
        type: 'distance',
        measurements: ['max(count(teams[*].players))'],
        referenceValue: 'min(count(teams[*].players))',
        maxDistance: 1,
      },
      isBroken: (teams) => apart(teams.map((team) => team.flat().length)) > 1,
    });
  }
  return random.shuffle(all).slice(0, random.between(0, 3));
}

/** Rules that only the last tickets of a match can hold: a greedy step sees too late that they fail. */
export function latePieces(random: SeededRandom): Piece[] {
  const count = random.between(1, 2);
  const limit = random.between(5, 60);
  const sum = random.between(40, 200);
  const captures = (teams: Teams) =>
    teams.flat().filter((party) => modesOf(party).includes('capture')).length;
  return [
    {
      rule: {
        name: 'Captures',
        type: 'collection',
        operation: 'contains',
        measurements: ['flatten(teams[*].players.attributes[modes])'],
        referenceValue: 'capture',
        minCount: count,
      },
      field: 'minCount',
      steps: { [random.between(3, 40)]: random.below(2) },
      isBroken: (teams, min) => captures(teams) < min,
    },
    {
      rule: {
        name: 'BlueCapture',
        type: 'collection',
        operation: 'contains',
        measurements: ['teams[blue].players.attributes[modes]'],
        referenceValue: 'capture',
        minCount: 1,
      },
      isBroken: (teams) => captures(teams.slice(0, 1)) < 1,
    },
    {
      rule: {
        name: 'Apart',
        type: 'distance',
        measurements: ['max(flatten(teams[*].players.attributes[skill]))'],
        referenceValue: 'min(flatten(teams[*].players.attributes[skill]))',
        minDistance: limit,
      },
      field: 'minDistance',
      steps: { [random.between(3, 40)]: Math.floor(limit / 2) },
      isBroken: (teams, min) => apart(teams.flat().map(skillOf)) < min,
    },
    {
      rule: {
        name: 'Strong',
        type: 'comparison',
        operation: '>=',
        measurements: ['sum(flatten(teams[*].players.attributes[skill]))'],
        referenceValue: sum,
      },
      isBroken: (teams) =>
        teams
          .flat()
          .map(skillOf)
          .reduce((a, b) => a + b, 0) <
        sum - 1e-9,
    },
  ];
}
