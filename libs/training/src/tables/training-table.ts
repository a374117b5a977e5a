import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
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

export type TrainingTable = {
  /** Writes the record unless that drill of that training is recorded already: the first time stands. */
  record(record: DrillRecord, signal: AbortSignal): Promise<void>;
  /** The drills of a training, oldest first; a training has few. */
  drillsOf(trainingId: string, signal: AbortSignal): Promise<Drill[]>;
};

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
    drillsOf: async (trainingId, abortSignal) => {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'TrainingId = :id',
        ExpressionAttributeValues: attributesOf({ ':id': trainingId }),
        ConsistentRead: true,
      });
      const { Items = [] } = await client.send(query, { abortSignal });
      const drills = Items.map((item) => readItem(TRAINING_TABLE, drill, item));
      return drills.sort((one, other) => one.TrainedAt.localeCompare(other.TrainedAt));
    },
  };
}
