import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { type GameServer, startGameServer } from '@hanok/game-server';
import { arnOf } from '../../../arn.ts';
import type { Place } from '../../../stack/part.ts';
import { checkDatabaseFile } from '../../../state/open-database.ts';
import { queueUrl } from '../../sqs/queue-url.ts';
import type { GameSession } from '../stored-rows.ts';
import type { GameServers, NewGame } from './game-servers.ts';

const RESULT_QUEUE = 'game-result-queue';
/** Matches whose session is answered again. */
const REMEMBERED = 1_000;

/**
 * The Gomoku server of the stack, which is started by the first match, or at once when results of an earlier run may
 * wait. Throws `StateFileError` for a damaged file.
 */
export function createGomokuServers(place: Place) {
  const { region, accountId, gatewayUrl, onNotice } = place;
  const stateFile = place.statePath('game-results.db');
  checkDatabaseFile(stateFile);
  const died = Promise.withResolvers<string>();
  const sessions = new Map<string, GameSession>();
  let starting: Promise<GameServer> | undefined;

  function start(): Promise<GameServer> {
    starting ??= startGameServer({
      queueUrl: queueUrl(gatewayUrl, accountId, RESULT_QUEUE),
      ...{ region, stateFile },
      credentials: { accessKeyId: 'stack', secretAccessKey: 'stack' },
      onNotice: (text) => onNotice(`game server: ${text}`),
    });
    starting.then((server) => server.died).then(died.resolve, () => (starting = undefined));
    return starting;
  }

  async function seat({ matchId, matchmakerData, playerIds }: NewGame): Promise<GameSession | undefined> {
    const server = await start();
    const gameSessionArn = arnOf('gamelift', { region }, `gamesession/fleet-local/${matchId}`);
    const players = playerIds.map((playerId) => ({ playerId, playerSessionId: `psess-${randomUUID()}` }));
    const placement = await server.place({ gameSessionId: gameSessionArn, matchmakerData, players });
    if (placement === 'full') return undefined;
    return { gameSessionArn, ipAddress: server.address, port: server.port, playerSessions: players };
  }

  async function stop(): Promise<void> {
    const server = await starting?.catch(() => undefined);
    starting = undefined;
    await server?.stop();
  }

  const servers: GameServers = {
    place: async (game) => {
      if (game.gameSessionArn !== undefined)
        throw new Error('A game of Gomoku takes no players after its beginning.');
      const session = sessions.get(game.matchId) ?? (await seat(game));
      if (session) sessions.set(game.matchId, session);
      for (const oldest of sessions.keys()) if (sessions.size > REMEMBERED) sessions.delete(oldest);
      return session;
    },
  };
  return {
    ...servers,
    died: died.promise,
    /** Sends what an earlier run could not. */
    resume: async (): Promise<void> => {
      if (!existsSync(stateFile)) return;
      await start().catch((error: unknown) => onNotice(`game server: ${String(error)}`));
    },
    stop,
    /** Ends running games and forgets results that wait; the next match starts a server. */
    reset: async (): Promise<void> => {
      await stop();
      sessions.clear();
      for (const end of ['', '-wal', '-shm']) rmSync(stateFile + end, { force: true });
    },
  };
}
