import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import type { BoardChange } from '../board/board-change.ts';
import { boardKeys, keyList, rebuildKeys } from '../board/board-keys.ts';
import { RebuildLostError } from '../errors.ts';
import { createRedisBoard, type RankingBoard } from '../board/redis-board.ts';
import type { RedisClient } from '../store/redis-client.ts';
import { beginRebuild, type BoardRebuild } from './begin-rebuild.ts';
import { type BoardPart, holdsOnly } from '../board/board-properties.fixture.ts';
import { modelBoard } from '../board/board-model.fixture.ts';

/** How far apart the writes are, and how far before its begin a rebuild sets its `from`. */
const WRITE_MS = 20_000;
const MARGIN_MS = 60_000;

/**
 * What happens one after the other: the table is written; records are delivered from where the stream was left, again
 * from an earlier place, or one alone out of order; a rebuild begins, reads some players, ends; Redis loses the board.
 */
export const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ step: fc.constant('write' as const), by: fc.integer({ min: 1, max: 4 }) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ step: fc.constant('deliver' as const), by: fc.integer({ min: 1, max: 5 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ step: fc.constant('replay' as const), by: fc.integer({ min: 1, max: 25 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ step: fc.constant('late' as const), by: fc.integer({ min: 1, max: 25 }) }),
    },
    { weight: 3, arbitrary: fc.record({ step: fc.constant('begin' as const), by: fc.constant(0) }) },
    {
      weight: 4,
      arbitrary: fc.record({ step: fc.constant('read' as const), by: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 3, arbitrary: fc.record({ step: fc.constant('finish' as const), by: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('lose' as const), by: fc.constant(0) }) },
  ),
  { maxLength: 40 },
);
type Step = ReturnType<typeof fc.sample<{ step: string; by: number }>>[number];

/** A board of any kind: how it is opened and rebuilt, and all that Redis holds of it. */
type StoryBoard = {
  board: RankingBoard;
  begin(from: number): Promise<BoardRebuild>;
  parts: readonly BoardPart[];
};

/** The board called `name` in one place. */
export function oneBoard(redis: RedisClient, name: string): StoryBoard {
  return {
    board: createRedisBoard({ client: redis, name }),
    begin: (from) => beginRebuild({ client: redis, name, from }),
    parts: [{ redis, name }],
  };
}

/** Plays the story, reads the stream to its end, and expects the board that the table stands for. */
export async function converges(
  { board, begin: beginBoard, parts }: StoryBoard,
  events: readonly BoardChange[],
  story: readonly Step[],
): Promise<void> {
  const history = events.map((event, index) => ({ ...event, changedAt: index * WRITE_MS }));
  const players = [...new Set(history.map(({ player }) => player))];
  let [written, delivered, furthest] = [0, 0, 0];
  let [lost, everLost] = [false, false];
  let rebuilding: { rebuild: BoardRebuild; unread: string[] } | undefined;

  const deliver = async (count: number) => {
    const end = Math.min(written, delivered + count);
    await board.update(history.slice(delivered, end));
    delivered = end;
    furthest = Math.max(furthest, delivered);
  };
  const begin = async () => {
    if (rebuilding) return;
    const from = written * WRITE_MS - MARGIN_MS;
    rebuilding = { rebuild: await beginBoard(from), unread: [...players] };
  };
  const read = async (count: number) => {
    if (!rebuilding) return;
    const items = rebuilding.unread.splice(0, count).flatMap((player) => {
      const item = history.slice(0, written).findLast((event) => event.player === player)?.rating;
      return item ? [{ player, ...item }] : [];
    });
    await rebuilding.rebuild.add(items);
  };
  const finish = async () => {
    if (!rebuilding) return;
    await read(players.length);
    await rebuilding.rebuild.finish();
    rebuilding = undefined;
    lost = false;
  };
  const lose = async () => {
    for (const { redis, name } of parts) {
      const { next, rebuild, rebuilt } = rebuildKeys(name);
      await redis.del(...keyList(boardKeys(name)), ...keyList(next), rebuild, rebuilt);
    }
    [lost, everLost] = [true, true];
    if (rebuilding) await expect(rebuilding.rebuild.add([])).rejects.toThrow(RebuildLostError);
    rebuilding = undefined;
  };
  // A lost board has lost what told late records from new ones; the stream itself stays in order.
  const late = async (index: number) => {
    const record = everLost ? undefined : history[index % Math.max(furthest, 1)];
    if (record && furthest > 0) await board.update([record]);
  };

  for (const { step, by } of story) {
    if (step === 'write') written = Math.min(history.length, written + by);
    if (step === 'deliver') await deliver(by);
    if (step === 'replay') delivered = Math.max(0, delivered - by);
    if (step === 'late') await late(by);
    if (step === 'begin') await begin();
    if (step === 'read') await read(by);
    if (step === 'finish') await finish();
    if (step === 'lose') await lose();
  }
  if (lost) await begin();
  await finish();
  await deliver(history.length);
  const expected = modelBoard(history.slice(0, written));
  expect(await board.page({ offset: 0, limit: 1_000 })).toEqual(expected);
  await holdsOnly(parts, expected.length);
}
