import type { AttributeValue } from '@hanok/matchmaking';
import type { WaitingMatch } from '../matchmaking.ts';
import type { NewGame } from './game-servers.ts';

/** What a match asks of a game server. */
export function newGameOf({ configuration, matchId, match, gameSessionArn }: WaitingMatch): NewGame {
  const players = match.tickets.flatMap((ticket) => ticket.players);
  const arriving = match.tickets.flatMap((ticket) => (ticket.backfill === true ? [] : ticket.players));
  const attributes = new Map(players.map((player) => [player.playerId, player.attributes]));
  const teams = match.teams.map(({ name, playerIds }) => ({
    name,
    players: playerIds.map((playerId) => ({ playerId, attributes: dataOf(attributes.get(playerId) ?? {}) })),
  }));
  return {
    ...{ matchId, gameSessionArn },
    maximumPlayers: players.length + (configuration.additionalPlayerCount ?? 0),
    gameProperties: configuration.gameProperties,
    gameSessionData: configuration.gameSessionData,
    matchmakerData: JSON.stringify({ matchId, matchmakingConfigurationArn: configuration.arn, teams }),
    playerIds: arriving.map(({ playerId }) => playerId),
  };
}

function dataOf(attributes: Readonly<Record<string, AttributeValue>>): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { attributeType: typeOf(value), valueAttribute: value },
    ]),
  );
}

/** AWS shows STRING_DOUBLE_MAP and DOUBLE; the names of the others follow them. */
function typeOf(value: AttributeValue): string {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'number') return 'DOUBLE';
  return Array.isArray(value) ? 'STRING_LIST' : 'STRING_DOUBLE_MAP';
}
