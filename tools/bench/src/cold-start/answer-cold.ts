import { randomUUID } from 'node:crypto';
import { type startProcessReaper, startExecutionEnvironment } from '@hanok/local';
import { requireEqual } from '../harness/wrong-outcome.ts';
import type { PlayerTables } from '../scoring/player-tables.ts';
import { resultBatch } from '../scoring/result-batch.ts';
import type { HandlerCode } from './handler-code.ts';

type Start = {
  code: HandlerCode;
  tables: PlayerTables;
  reaper: ReturnType<typeof startProcessReaper>;
  /** Whether the handler writes the result to the player table. */
  writes: boolean;
};

/**
 * Runs the handler in a new process under the official runtime client, with the memory and the V8 limits that it is
 * deployed with, and answers the milliseconds from the start of the process to its answer to one message.
 */
export async function answerCold({ code, tables, reaper, writes }: Start): Promise<number> {
  const PlayerName = `cold-${randomUUID()}`;
  const payload = JSON.stringify(resultBatch([{ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 }]));
  const begun = performance.now();
  const environment = await startExecutionEnvironment({
    config: functionConfig,
    settings: {
      region: 'us-east-1',
      endpoint: tables.endpoint,
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench', sessionToken: 'bench' },
      taskRoot: code.taskRoot,
    },
    reaper,
    logs: { append: () => undefined },
  });
  const { invocation } = await environment.invoke(randomUUID(), payload);
  const elapsed = performance.now() - begun;
  await environment.stop();
  requireEqual('The answer', invocation.payload, '{"batchItemFailures":[]}');
  const score = (await tables.players()).get(PlayerName)?.score;
  requireEqual('The stored score', score, writes ? 1100 : undefined);
  return elapsed;
}

/** As the template deploys it. */
const functionConfig = {
  name: 'game-sqs-process',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:game-sqs-process',
  zipFile: '',
  handler: 'main.handler',
  runtime: 'nodejs24.x',
  memorySizeMb: 128,
  timeoutSeconds: 60,
  environment: { PLAYER_TABLE: 'GomokuPlayerInfo', RECEIPT_TABLE: 'GomokuResultReceipts' },
  roleName: 'game-sqs-process',
  roleArn: 'arn:aws:iam::000000000000:role/game-sqs-process',
  logGroup: '/aws/lambda/game-sqs-process',
};
