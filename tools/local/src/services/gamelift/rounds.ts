import type { Clock } from '../../clock.ts';
import type { Matchmaking } from './matchmaking.ts';
import type { GameServers } from './placement/game-servers.ts';
import { createPlacements } from './placement/place-matches.ts';

/** AWS does not tell the length of a round; a lone ticket takes 5 to 10 s there. */
const ROUND_MS = 1_000;

/** Runs a round every second of the stack's clock; answers what stops it, and what has not come to its end. */
export function startRounds(options: {
  matchmaking: Matchmaking;
  servers: GameServers;
  clock: Clock;
  onNotice(text: string): void;
}): { inFlight(): string[]; stop(): Promise<void> } {
  const { matchmaking, clock, onNotice } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const placements = createPlacements({ ...options, signal });
  let lastNotice = '';

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(ROUND_MS, signal).catch(() => undefined);
      if (!signal.aborted) round();
    }
  }

  function round(): void {
    try {
      matchmaking.runRound();
      placements.begin();
    } catch (error) {
      const text = `gamelift: a round of matchmaking failed: ${String(error)}`;
      if (text !== lastNotice) onNotice(text);
      lastNotice = text;
    }
  }

  const running = run();
  const counted = (count: number, what: string) => (count > 0 ? [`${count} ${what}`] : []);
  return {
    inFlight: () => [
      ...counted(matchmaking.unseen(), 'tickets that no round has seen'),
      ...counted(placements.underWay(), 'matches on their way to a game server'),
    ],
    stop: async () => {
      stopping.abort();
      await running;
      await placements.stopped();
    },
  };
}
