import {
  DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { jsonString, parseInput } from '@hanok/events';
import { clientOptions, observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createPlayerTable, gameResult, recordGameResults } from '@hanok/scoring';
import { clientSettings } from '@hanok/testing';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type PlayerTables, TABLES } from './player-tables.ts';
import type { resultBatch } from './result-batch.ts';
import { updateOneByOne, updateSideBySide } from './single-updates.ts';

type Event = ReturnType<typeof resultBatch>;
/** Makes ready what is not measured, and answers what is. */
type Prepare = (event: Event) => Promise<() => Promise<unknown>>;

/** What counts the game results of a batch, by name. */
export const resultContenders = {
  'one UpdateItem after another': ({ client }: PlayerTables): Prepare => {
    const update = updateOneByOne(client);
    return async (event) => () => update(event);
  },
  'UpdateItems side by side': ({ client }: PlayerTables): Prepare => {
    const update = updateSideBySide(client);
    return async (event) => () => update(event);
  },
  /** The handler of game-sqs-process, with a client as it has one. */
  ours: ({ endpoint }: PlayerTables): Prepare => {
    const handle = handlerWith(clientOf(endpoint));
    return async (event) => () => handle(event);
  },
  /** What ours sends, computed beforehand: the client and the engine are all that is measured. */
  'the same transactions, bare client': ({ endpoint }: PlayerTables): Prepare => {
    const client = clientOf(endpoint);
    return async (event) => {
      const commands = await commandsOf(event, endpoint);
      return () => Promise.all(commands.map((command) => client.send(command)));
    };
  },
  /** The same, and each message is read before: no handler with schemas takes less time. */
  'messages read, bare client': ({ endpoint }: PlayerTables): Prepare => {
    const client = clientOf(endpoint);
    return async (event) => {
      const commands = await commandsOf(event, endpoint);
      return () => {
        for (const { body } of event.Records) requireEqual('A message', parseInput(BODY, body).ok, true);
        return Promise.all(commands.map((command) => client.send(command)));
      };
    };
  },
};

export type ResultContender = keyof typeof resultContenders;

const BODY = jsonString(gameResult);

const clientOf = (endpoint: string) =>
  new DynamoDBClient({ ...clientSettings(endpoint), ...clientOptions() });

function handlerWith(client: DynamoDBClient): (event: Event) => Promise<void> {
  const observation = observe('bench', () => undefined);
  const players = createPlayerTable({ client, tables: TABLES });
  const handle = recordGameResults({ players, ...observation });
  const handler = sqsBatch({ body: BODY, handle, ...observation });
  return async (event) => {
    const answer = await handler(event, buildLambdaContext());
    requireEqual('The answer to a batch', answer, { batchItemFailures: [] });
  };
}

/** The transactions of a batch, which are not sent. */
async function commandsOf(event: Event, endpoint: string): Promise<TransactWriteItemsCommand[]> {
  const commands: TransactWriteItemsCommand[] = [];
  const client = clientOf(endpoint);
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        // The handler sends no other command.
        commands.push(new TransactWriteItemsCommand(input as TransactWriteItemsCommandInput));
        return { output: { $metadata: {} }, response: undefined };
      },
    { step: 'initialize' },
  );
  await handlerWith(client)(event);
  client.destroy();
  return commands;
}
