import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { DrillName } from './drills.ts';

/** What was trained, for whom and when (ISO 8601). */
export type DrillRecord = {
  TrainingId: string;
  Drill: DrillName;
  TraningType: string;
  Player?: string | undefined;
  TrainedAt: string;
};

/** The table of trainings: partition key `TrainingId`, sort key `Drill`. This file alone knows its keys. */
export type TrainingTable = {
  /** Writes the record unless that drill of that training is recorded already: the first time stands. */
  record(drill: DrillRecord, signal: AbortSignal): Promise<void>;
  /** The drills of a training, oldest first; a training has few. */
  drillsOf(trainingId: string, signal: AbortSignal): Promise<Omit<DrillRecord, 'TrainingId'>[]>;
};

export function createTrainingTable(options: { client: DynamoDBClient; tableName: string }): TrainingTable {
  const { client, tableName: TableName } = options;
  return {
    record: async (drill, abortSignal) => {
      const Item = Object.fromEntries(
        Object.entries(drill).flatMap(([name, S]) => (S === undefined ? [] : [[name, { S }]])),
      );
      // Lets the first record through; one that a retry repeats stays as it is.
      const ConditionExpression = 'attribute_not_exists(TrainingId)';
      try {
        await client.send(new PutItemCommand({ TableName, Item, ConditionExpression }), { abortSignal });
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
    drillsOf: async (trainingId, abortSignal) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'TrainingId = :id',
          ExpressionAttributeValues: { ':id': { S: trainingId } },
          ConsistentRead: true,
        }),
        { abortSignal },
      );
      const text = (value: { S?: string | undefined } | undefined) => value?.S ?? '';
      return Items.map((item) => ({
        // Only `record` writes here, and only the names of drills.
        Drill: text(item.Drill) as DrillName,
        TraningType: text(item.TraningType),
        ...(item.Player?.S !== undefined && { Player: item.Player.S }),
        TrainedAt: text(item.TrainedAt),
      })).sort((one, other) => one.TrainedAt.localeCompare(other.TrainedAt));
    },
  };
}
