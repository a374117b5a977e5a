import { type Fields, readFields, type Report } from './json-fields.ts';
import { nameOf } from './names.ts';
import type { Team } from './rule-set.ts';

export const LARGE_PLAYERS = 40;
const MAX_PLAYERS = 200;

/** The members of one team definition before and after expansions. */
export type TeamDefinition = {
  readonly name: string;
  readonly path: string;
  readonly minPlayers: number;
  readonly maxPlayers: number;
  readonly quantity: number;
};

/** The definitions of `teams`. */
export function parseTeams(root: Fields, report: Report): TeamDefinition[] {
  if (!root.require('teams')) return [];
  const listed = root.list('teams');
  if (Array.isArray(root.raw('teams')) && listed.length === 0)
    root.report('teams', 'must have at least one team');
  const definitions: TeamDefinition[] = [];
  const taken = new Set<string>();
  for (const { value, path } of listed) {
    const fields = readFields(value, path, report);
    if (!fields) continue;
    fields.only(['name', 'minPlayers', 'maxPlayers', 'quantity'], 'a team');
    const name = nameOf(fields, (each) => taken.has(each));
    fields.require('minPlayers', 'maxPlayers');
    const minPlayers = fields.number('minPlayers', { min: 0, whole: true });
    const maxPlayers = fields.number('maxPlayers', { min: 1, whole: true });
    const quantity = fields.number('quantity', { min: 1, whole: true }) ?? 1;
    if (name !== undefined) taken.add(name);
    if (
      name === undefined ||
      minPlayers === undefined ||
      maxPlayers === undefined ||
      quantity > MAX_PLAYERS
    ) {
      if (quantity > MAX_PLAYERS) fields.report('quantity', `must be at most ${MAX_PLAYERS}`);
      continue;
    }
    if (minPlayers > maxPlayers)
      fields.report('minPlayers', `${minPlayers} is more than maxPlayers ${maxPlayers}`);
    for (const each of quantity > 1 ? namesOf(name, quantity) : []) {
      if (taken.has(each))
        fields.report('name', `its team ${JSON.stringify(each)} has the name of another team`);
      taken.add(each);
    }
    definitions.push({ name, path, minPlayers, maxPlayers, quantity });
  }
  const players = playersOf(definitions);
  if (players > MAX_PLAYERS)
    root.report('teams', `have ${players} players together, at most ${MAX_PLAYERS} can play in one match`);
  return definitions;
}

/** The most players of one match. */
export function playersOf(definitions: readonly TeamDefinition[]): number {
  return definitions.reduce((total, { maxPlayers, quantity }) => total + maxPlayers * quantity, 0);
}

/** The teams of a match: `trio` with quantity 3 is `trio_1`, `trio_2` and `trio_3`. */
export function teamsOf(definitions: readonly TeamDefinition[]): Team[] {
  return definitions.flatMap(({ name, minPlayers, maxPlayers, quantity }) =>
    (quantity > 1 ? namesOf(name, quantity) : [name]).map((each) => ({
      name: each,
      base: name,
      minPlayers,
      maxPlayers,
    })),
  );
}

function namesOf(name: string, quantity: number): string[] {
  return Array.from({ length: quantity }, (_, index) => `${name}_${index + 1}`);
}
