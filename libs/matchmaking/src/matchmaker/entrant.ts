import type { Aggregation, Party, Slot, TicketValue } from '../expressions/match-view.ts';
import { averageOf } from '../expressions/functions/numeric.ts';
import { isOfType } from '../rule-set/parse-attributes.ts';
import { levelAt, type RuleSet } from '../rule-set/rule-set.ts';
import type { AttributeValue, Player, Ticket } from './ticket.ts';

/** A ticket with everything that rules read of it. */
export type Entrant = {
  readonly ticket: Ticket;
  /** The version that its own wait has reached, by its place in the rule set. */
  readonly level: number;
  /** Equal for tickets of which rules read the same: where one finds no place, the other finds none. */
  readonly likeness: number;
  readonly players: number;
  /** One party, which takes any team; of a backfill one for each player, in the team where it plays. */
  readonly parties: readonly { readonly party: Party; readonly team?: string }[];
};

type Unmatchable = { readonly ticketId: string; readonly reason: string };

/** Tickets for the rules of a set at one time, and those that can never match. */
export function readEntrants(
  ruleSet: RuleSet,
  tickets: readonly Ticket[],
  now: number,
): { entrants: Entrant[]; unmatchable: Unmatchable[] } {
  const entrants: Entrant[] = [];
  const unmatchable: Unmatchable[] = [];
  const likenesses = new Map<string, number>();
  for (const ticket of tickets) {
    const read = entrantOf(ruleSet, ticket, levelAt(ruleSet, (now - ticket.startTime) / 1000));
    if (typeof read === 'string') unmatchable.push({ ticketId: ticket.ticketId, reason: read });
    else {
      const likeness = likenesses.get(read.like) ?? likenesses.size;
      likenesses.set(read.like, likeness);
      entrants.push({ ...read.entrant, likeness });
    }
  }
  return { entrants, unmatchable };
}

/** A ticket for the rules of a set, at a version of it; a string says why it can never match. */
function entrantOf(
  ruleSet: RuleSet,
  ticket: Ticket,
  level: number,
): { entrant: Omit<Entrant, 'likeness'>; like: string } | string {
  const players = ticket.players.map((player) => withDefaults(ruleSet, player));
  const problem = players.find((each) => typeof each === 'string');
  if (typeof problem === 'string') return problem;
  const full = players.filter((each) => typeof each !== 'string');
  if (full.length === 0) return 'it has no player';
  if (!ticket.backfill) {
    const party = partyOf(ruleSet.slots, full);
    const like = JSON.stringify([level, full.length, party.values], mapsAsLists);
    return { entrant: { ticket, level, players: full.length, parties: [{ party }] }, like };
  }
  const teams = ruleSet.versions[0].teams.map(({ name }) => name);
  const lost = full.find(({ team }) => team === undefined || !teams.includes(team));
  if (lost) return `player ${lost.playerId} of a backfill plays in no team of the rule set`;
  const parties = full.map((player) => ({
    party: partyOf(ruleSet.slots, [player]),
    team: player.team ?? '',
  }));
  return { entrant: { ticket, level, players: full.length, parties }, like: `backfill ${ticket.ticketId}` };
}

function mapsAsLists(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

function withDefaults({ attributes }: RuleSet, player: Player): Player | string {
  const values: [string, AttributeValue][] = [];
  for (const [name, { type, default: byDefault }] of attributes) {
    const value = Object.hasOwn(player.attributes, name) ? player.attributes[name] : byDefault;
    if (value === undefined)
      return `player ${player.playerId} has no ${name}, and the rule set gives no default`;
    if (!isOfType(value, type)) return `player ${player.playerId} has a ${name} that is no ${type}`;
    values.push([name, value]);
  }
  return { ...player, attributes: Object.fromEntries(values) };
}

function partyOf(slots: readonly Slot[], players: readonly Player[]): Party {
  return {
    playerIds: players.map(({ playerId }) => playerId),
    values: slots.map((slot) => valueOf(slot, players)),
  };
}

function valueOf(slot: Slot, players: readonly Player[]): TicketValue {
  if (slot.of === 'playerIds') return players.map(({ playerId }) => playerId);
  if (slot.of === 'latency')
    return mapsAsOne(
      players.map(({ latency }) => latency),
      slot.aggregation,
      'all',
    );
  const values = players.map(({ attributes }) => attributes[slot.name]).filter((each) => each !== undefined);
  const [first = 0] = values;
  if (typeof first === 'string') return first;
  if (typeof first === 'number')
    return numbersAsOne(
      values.filter((each) => typeof each === 'number'),
      slot.aggregation,
    );
  if (isList(first)) return listsAsOne(values.filter(isList), slot.aggregation);
  return mapsAsOne(values.filter(isMap), slot.aggregation, 'any');
}

/** `Array.isArray` does not know of lists that are read only. */
function isList(value: AttributeValue): value is readonly string[] {
  return Array.isArray(value);
}

function isMap(value: AttributeValue): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && !isList(value);
}

function numbersAsOne(numbers: readonly number[], aggregation: Aggregation): number {
  if (aggregation === 'min') return Math.min(...numbers);
  return aggregation === 'max' ? Math.max(...numbers) : averageOf(numbers);
}

/** AWS drops what a list holds twice. */
function listsAsOne(lists: readonly (readonly string[])[], aggregation: Aggregation): string[] {
  const all = [...new Set(lists.flat())];
  return aggregation === 'intersection'
    ? all.filter((each) => lists.every((list) => list.includes(each)))
    : all;
}

/** By key; a latency counts where all players report one, a preference where any player has one. */
function mapsAsOne(
  maps: readonly Readonly<Record<string, number>>[],
  aggregation: Aggregation,
  of: 'all' | 'any',
): ReadonlyMap<string, number> {
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))];
  return new Map(
    keys.flatMap((key): [string, number][] => {
      const numbers = maps.flatMap((map) => map[key] ?? []);
      return of === 'all' && numbers.length < maps.length ? [] : [[key, numbersAsOne(numbers, aggregation)]];
    }),
  );
}
