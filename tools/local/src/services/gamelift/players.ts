import type { AttributeValue, Player, RuleSet } from '@hanok/matchmaking';
import * as z from 'zod';
import { invalidRequest } from './errors.ts';

const text = z.string().min(1).max(100);
const attributeValue = z
  .strictObject({
    S: text.optional(),
    N: z.number().optional(),
    SL: z.array(text).max(100).optional(),
    SDM: z
      .record(text, z.number())
      .refine((map) => Object.keys(map).length <= 10, 'has more than 10 entries')
      .optional(),
  })
  .refine((value) => Object.keys(value).length === 1, 'must have one of S, N, SL and SDM');
type WireValue = z.infer<typeof attributeValue>;

const name = z.string().min(1).max(1024);
const inPlay = {
  PlayerId: name,
  PlayerAttributes: z
    .record(name, attributeValue)
    .refine((map) => Object.keys(map).length <= 10, 'has more than 10 attributes')
    .optional(),
  LatencyInMs: z.record(name, z.int().min(1)).optional(),
};

/** A player who asks for a match. */
export const newPlayer = z.strictObject(inPlay);
/** A player of a game that runs. */
export const seatedPlayer = z.strictObject({ ...inPlay, Team: name });

/** The players of a request. Throws `InvalidRequestException` for what the rule set does not take. */
export function readPlayers(
  given: readonly z.infer<typeof newPlayer | typeof seatedPlayer>[],
  ruleSet: RuleSet,
): Player[] {
  const ids = new Set(given.map(({ PlayerId }) => PlayerId));
  if (ids.size < given.length) throw invalidRequest('A player is in the request twice.');
  return given.map((player) => ({
    playerId: player.PlayerId,
    attributes: Object.fromEntries(
      Object.entries(player.PlayerAttributes ?? {}).map(([key, value]) => [
        key,
        readValue(key, value, ruleSet),
      ]),
    ),
    latency: player.LatencyInMs ?? {},
    ...('Team' in player && { team: player.Team }),
  }));
}

const MEMBERS = { string: 'S', number: 'N', string_list: 'SL', string_number_map: 'SDM' } as const;

function readValue(key: string, { S, N, SL, SDM }: WireValue, { attributes }: RuleSet): AttributeValue {
  const type = attributes.get(key)?.type;
  const value = S ?? N ?? (SL && [...new Set(SL)]) ?? SDM;
  if (value === undefined) throw invalidRequest(`Attribute ${key} has no value.`);
  const given = { S, N, SL, SDM };
  if (type !== undefined && given[MEMBERS[type]] === undefined)
    throw invalidRequest(`Attribute ${key} has the type ${type} in the rule set: give ${MEMBERS[type]}.`);
  return value;
}

/** A player as an answer shows one. */
export function wirePlayer({ playerId, attributes, latency, team }: Player): object {
  const values = Object.entries(attributes).map(([key, value]) => [key, wireValue(value)]);
  return {
    PlayerId: playerId,
    ...(values.length > 0 && { PlayerAttributes: Object.fromEntries(values) }),
    ...(team !== undefined && { Team: team }),
    ...(Object.keys(latency).length > 0 && { LatencyInMs: latency }),
  };
}

function wireValue(value: AttributeValue): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: value };
  return Array.isArray(value) ? { SL: value } : { SDM: value };
}
