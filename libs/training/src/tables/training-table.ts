import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { attributesOf, ContendedError, itemOf, readItem, writeOutcome } from '@hanok/tables';
import * as z from 'zod/mini';
import { DRILLS } from '../drills.ts';
import { TRAINING_TABLE } from './definitions.ts';

/** What was trained, for whom and when (ISO 8601). */
const drill = z.object({
  Drill: z.enum(Object.values(DRILLS)),
  TraningType: z.string(),
  Player: z.optional(z.string()),
  TrainedAt: z.string(),
});
type Drill = z.infer<typeof drill>;
const drillRecord = z.extend(drill, { TrainingId: z.string() });
export type DrillRecord = z.infer<typeof drillRecord>;

/** The sort key of a training's outcome, beside those of its drills. */
const OUTCOME = '훈련 결과';
/** How a training ended, and when (ISO 8601); `Reason` is the name of an error. */
const outcome = z.object({
  Status: z.enum(['SUCCEEDED', 'FAILED']),
  Reason: z.optional(z.string()),
  EndedAt: z.string(),
});
type Outcome = z.infer<typeof outcome>;
const outcomeRecord = z.extend(outcome, { TrainingId: z.string(), Drill: z.literal(OUTCOME) });

export type TrainingTable = {
  /** Writes the record unless that drill of that training is recorded already: the first time stands. */
  record(record: DrillRecord, signal: AbortSignal): Promise<void>;
  /** Writes how the training ended: success is the last word, and takes the place of a failure. */
  end(ending: Outcome & { TrainingId: string }, signal: AbortSignal): Promise<void>;
  outcomeOf(trainingId: string, signal: AbortSignal): Promise<Outcome | undefined>;
  /** The drills of a training, oldest first; a training has few. */
  drillsOf(trainingId: string, signal: AbortSignal): Promise<Drill[]>;
};

/** The table of trainings by this client. */
export function createTrainingTable({
  client,
  table,
}: {
  client: DynamoDBClient;
  table: string;
}): TrainingTable {
  return {
    record: async (record, abortSignal) => {
      const Item = itemOf(drillRecord, record);
      // Lets the first record through; one that a retry repeats stays as it is.
      const ConditionExpression = 'attribute_not_exists(TrainingId)';
      const put = new PutItemCommand({ TableName: table, Item, ConditionExpression });
      const { kind } = await writeOutcome(client.send(put, { abortSignal }));
      if (kind === 'contended') throw new ContendedError();
    },
    end: async (ending, abortSignal) => {
      const put = new PutItemCommand({
        TableName: table,
        Item: itemOf(outcomeRecord, { ...ending, Drill: OUTCOME }),
        // The first outcome, and any one after a failure.
        ConditionExpression: 'attribute_not_exists(TrainingId) OR #status = :failed',
        ExpressionAttributeNames: { '#status': 'Status' },
        ExpressionAttributeValues: attributesOf({ ':failed': 'FAILED' }),
      });
      const { kind } = await writeOutcome(client.send(put, { abortSignal }));
      if (kind === 'contended') throw new ContendedError();
    },
    outcomeOf: async (trainingId, signal) => {
      const items = await itemsOf(trainingId, { client, table, signal });
      const found = items.find(isOutcome);
      return found && readItem(TRAINING_TABLE, outcome, found);
    },
    drillsOf: async (trainingId, signal) => {
      const items = await itemsOf(trainingId, { client, table, signal });
      const drills = items.filter((item) => !isOutcome(item));
      return drills
        .map((item) => readItem(TRAINING_TABLE, drill, item))
        .sort((one, other) => one.TrainedAt.localeCompare(other.TrainedAt));
    },
  };
}

type Item = Record<string, AttributeValue>;
const isOutcome = ({ Drill }: Item): boolean => Drill?.S === OUTCOME;

async function itemsOf(
  trainingId: string,
  { client, table, signal }: { client: DynamoDBClient; table: string; signal: AbortSignal },
): Promise<Item[]> {
  const query = new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'TrainingId = :id',
    ExpressionAttributeValues: attributesOf({ ':id': trainingId }),
    ConsistentRead: true,
  });
  const { Items = [] } = await client.send(query, { abortSignal: signal });
  return Items;
}
