import { startRedis } from '@hanok/engines';
import { type BoardChange, createRedisBoard, createRedisClient } from '@hanok/ranking';
import { Redis } from 'ioredis';

/** Changes of one call when a board is filled. */
const CHUNK = 1_000;

/** A Redis of its own with boards, seen through our client and through a plain one. */
export async function startBoards() {
  const server = await startRedis();
  const client = createRedisClient({ host: server.host, port: server.port });
  const plain = new Redis({ host: server.host, port: server.port });
  return {
    plain,
    board: (name: string) => createRedisBoard({ client: client, name }),
    stop: async () => {
      client.disconnect();
      plain.disconnect();
      await server.stop();
    },
  };
}

export type Boards = Awaited<ReturnType<typeof startBoards>>;

/** What takes changes as a board does. */
export type Updatable = { update(changes: readonly BoardChange[]): Promise<unknown> };

/** Puts `players` players with random scores on the board. */
export async function fillBoard(board: Updatable, players: number, random: () => number): Promise<void> {
  for (let from = 0; from < players; from += CHUNK) {
    const length = Math.min(CHUNK, players - from);
    await board.update(
      Array.from({ length }, (_, index) => ({
        player: `player-${from + index}`,
        sequenceNumber: String(from + index + 1),
        rating: { score: 500 + Math.floor(random() * 2_000), since: 1_700_000_000_000 },
      })),
    );
  }
}
