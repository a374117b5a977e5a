import type { Expression, ReadTally, Value, ValueType } from './expression.ts';
import type { Aggregation, MatchView, Party, SlotOf, TicketValue } from './match-view.ts';

export type AttributeType = 'string' | 'number' | 'string_list' | 'string_number_map';

export type ExpressionContext = {
  readonly attributes: ReadonlyMap<string, { readonly type: AttributeType }>;
  /** In the order of the rule set; `base` is the name of the definition, such as `trio` of `trio_1`. */
  readonly teams: readonly {
    readonly name: string;
    readonly base: string;
    readonly minPlayers: number;
    readonly maxPlayers: number;
  }[];
  readonly slotOf: SlotOf;
  /** How a party becomes one value, by the type of the attribute. */
  readonly aggregationOf: (type: AttributeType) => Aggregation;
};

/** AWS's own tables spell `team[red]` as well. */
const TEAMS = /^teams?\s*\[([^\]]*)\]\s*\.\s*players\s*(.*)$/s;
const PLAYER_ID = /^\[\s*playerId\s*\]$/;
const ATTRIBUTE = /^\.\s*attributes\s*\[([^\]]*)\]$/;

/** `teams[red].players`, with `[playerId]` or `.attributes[NAME]` behind it; a string says what is wrong. */
export function property(text: string, context: ExpressionContext): Expression | string {
  const [, selector, rest = ''] = TEAMS.exec(text) ?? [];
  if (selector === undefined)
    return `${JSON.stringify(text)} is no property expression such as teams[*].players.attributes[skill]`;
  const selected = select(selector, context.teams);
  if (typeof selected === 'string') return selected;
  const read = valueOf(rest.trim(), context);
  if (typeof read === 'string') return read;
  const { indexes, isGrouped } = selected;
  const ofTeam = (match: MatchView, index: number) => {
    const values: Value[] = [];
    for (const party of match.teams[index]?.parties ?? []) read.take(party, values);
    return values;
  };
  const [only = 0] = indexes;
  return {
    text,
    type: { of: read.type.of, depth: read.type.depth + 1 + Number(isGrouped) },
    teams: isGrouped ? indexes.map((index) => context.teams[index]?.name ?? '') : undefined,
    grows: false,
    shrinks: false,
    everyone: indexes.length === context.teams.length ? read.slot : undefined,
    team: isGrouped ? undefined : only,
    tallies:
      read.type.of === 'number' && read.slot !== undefined
        ? indexes.map((index) => tallyOf(index, read.slot ?? 0))
        : undefined,
    evaluate: isGrouped
      ? (match) => indexes.map((index) => ofTeam(match, index))
      : (match) => ofTeam(match, only),
  };
}

function tallyOf(index: number, slot: number): ReadTally {
  return ({ teams }, tally) => {
    for (const { values } of teams[index]?.parties ?? []) {
      const value = values[slot];
      if (typeof value !== 'number') continue;
      tally.count += 1;
      tally.sum += value;
      if (value < tally.min) tally.min = value;
      if (value > tally.max) tally.max = value;
    }
  };
}

/** The teams that a selector means. A list by team is made for `*`, several names, and the name of several teams. */
function select(
  selector: string,
  teams: ExpressionContext['teams'],
): { indexes: readonly number[]; isGrouped: boolean } | string {
  if (selector.trim() === '*') return { indexes: [...teams.keys()], isGrouped: true };
  const names = selector.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !teams.some((team) => team.name === name || team.base === name));
  if (unknown !== undefined)
    return `there is no team ${JSON.stringify(unknown)}; there are ${teams.map(({ name }) => name).join(', ')}`;
  const indexes = [...teams.keys()].filter((index) =>
    names.some((name) => teams[index]?.name === name || teams[index]?.base === name),
  );
  const [name = ''] = names;
  return { indexes, isGrouped: names.length > 1 || !teams.some((team) => team.name === name) };
}

type Read = { type: ValueType; slot?: number; take: (party: Party, into: Value[]) => void };

/** What is read of each party: its players, their ids, or an attribute as one value. */
function valueOf(rest: string, { attributes, slotOf, aggregationOf }: ExpressionContext): Read | string {
  if (rest === '')
    return { type: { of: 'player', depth: 0 }, take: ({ playerIds }, into) => into.push(...playerIds) };
  if (PLAYER_ID.test(rest)) {
    const ids = slotOf({ of: 'playerIds', aggregation: 'union' });
    return {
      type: { of: 'string', depth: 0 },
      take: ({ values }, into) => into.push(...listOf(values[ids])),
    };
  }
  const name = ATTRIBUTE.exec(rest)?.[1]?.trim();
  if (name === undefined)
    return `behind "players" stands [playerId] or .attributes[NAME], not ${JSON.stringify(rest)}`;
  const type = attributes.get(name)?.type;
  if (!type) return `the attribute ${JSON.stringify(name)} is not declared in playerAttributes`;
  if (type === 'string_number_map')
    return `the attribute ${JSON.stringify(name)} is a map: only sorts read maps`;
  const slot = slotOf({ of: 'attribute', name, aggregation: aggregationOf(type) });
  const take = ({ values }: Party, into: Value[]) => {
    const value = values[slot];
    if (typeof value !== 'object' || !('get' in value)) into.push(value);
  };
  return {
    type: { of: type === 'number' ? 'number' : 'string', depth: Number(type === 'string_list') },
    slot,
    take,
  };
}

function listOf(value: TicketValue | undefined): readonly string[] {
  return typeof value === 'object' && !('get' in value) ? value : [];
}
