import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  aroundAnswer,
  aroundQuery,
  boardWish,
  rankingQuery,
  rankingState,
  rebuildAnswer,
  repairAnswer,
  verification,
} from '@hanok/console';
import {
  beginRebuild,
  createBoardRepair,
  createPlayerScan,
  createRedisBoard,
  createScoreReader,
  type RedisClient,
  rebuildRanking,
  repairRanking,
  verifyRanking,
} from '@hanok/ranking';
import * as z from 'zod';
import type { DeployedStacks } from '../../services/cloudformation/deployed-stacks.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import type { Boards } from './boards.ts';
import type { FreshnessReader } from './rank-freshness.ts';

type Context = {
  data: { dynamodb: DynamoDBClient; stacks: Pick<DeployedStacks, 'find'> };
  boards: Boards;
  freshness: FreshnessReader;
};

const TOP = 100;
/** Longer than a change is on its way from the table through its stream to the board. */
const SETTLE_MS = 2_000;

/** The ranking as players read it, and as it is held against the player table. */
export const rankingResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/ranking',
    summary: 'The top of a board, and how fresh it is.',
    input: rankingQuery,
    answer: rankingState,
    run: async ({ data, boards, freshness }: Context, { board: name }) => {
      const [top, sizes] = await Promise.all([
        boards.withClient((client) => createRedisBoard({ client, name }).page({ offset: 0, limit: TOP })),
        boards.sizes(),
      ]);
      const figures = freshness();
      const resultQueueUrl = outputOf(data.stacks, 'GameResultQueueUrl');
      return {
        ...{ board: name, boards: sizes.map((each) => each.name), top },
        ...(figures !== undefined && { freshness: figures }),
        players: sizes.find((each) => each.name === name)?.players ?? 0,
        ...(resultQueueUrl !== undefined && { resultQueueUrl }),
      };
    },
  }),
  consoleOperation({
    method: 'GET',
    path: '/ranking/around',
    summary: 'The lines around a player.',
    input: aroundQuery,
    answer: aroundAnswer,
    run: async ({ boards }: Context, { board: name, player, around }) => {
      const found = await boards.withClient((client) =>
        createRedisBoard({ client, name }).find(player, around),
      );
      return { lines: found?.around ?? [] };
    },
  }),
  consoleOperation({
    method: 'POST',
    path: '/ranking/verify',
    summary: 'Who differs between the player table and the board, after a second look; nothing is changed.',
    input: z.strictObject({}),
    body: boardWish,
    answer: verification,
    run: ({ data, boards }: Context, _input, { board: name }, { signal }) =>
      boards.withClient(async (client) => {
        const comparison = comparisonOf(data, client, name, signal);
        const { scored: onBoard } = await comparison.board.sizes();
        return { ...(await verifyRanking(comparison)), onBoard };
      }),
  }),
  consoleOperation({
    method: 'POST',
    path: '/ranking/repair',
    summary: 'Puts the players who differ on the board where the table has them.',
    input: z.strictObject({}),
    body: boardWish,
    answer: repairAnswer,
    run: ({ data, boards }: Context, _input, { board: name }, { signal }) =>
      boards.withClient((client) => {
        const repair = createBoardRepair({ client, name });
        return repairRanking({ ...comparisonOf(data, client, name, signal), repair });
      }),
  }),
  consoleOperation({
    method: 'POST',
    path: '/ranking/rebuild',
    summary: 'Makes the board anew from the player table and swaps it in.',
    input: z.strictObject({}),
    body: boardWish,
    answer: rebuildAnswer,
    run: ({ data, boards }: Context, _input, { board: name }, { signal }) =>
      boards.withClient(async (client) => {
        const begun = performance.now();
        const outcome = await rebuildRanking({
          begin: (from) => beginRebuild({ client, name, from }),
          ...{ players: playersOf(data), signal },
        });
        return { ...outcome, ms: Math.round(performance.now() - begun) };
      }),
  }),
];

function comparisonOf(data: Context['data'], client: RedisClient, name: string, signal: AbortSignal) {
  const settle = () => delay(SETTLE_MS, undefined, { signal });
  return { players: playersOf(data), board: createScoreReader({ client, name }), settle, signal };
}

function playersOf({ dynamodb: client, stacks }: Context['data']) {
  const table = outputOf(stacks, 'PlayerTableName');
  if (table === undefined)
    throw new ConsoleError(409, 'The stack Gomoku, which has the players, does not run');
  return createPlayerScan({ client, table, segments: 1 });
}

function outputOf(stacks: Pick<DeployedStacks, 'find'>, name: string): string | undefined {
  return stacks.find('Gomoku')?.outputs.find(({ key }) => key === name)?.value;
}
