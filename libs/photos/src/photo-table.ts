import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { PhotoInspection, PhotoProxy, PhotoUpload } from '@hanok/events';
import { photoKey, uploadOrder } from './photo-key.ts';

export type PhotoOutcome = PhotoInspection | PhotoProxy;

/** The table of photos: the newest upload of each that came to the machine. This file alone knows its attributes. */
export type PhotoTable = {
  /** Writes the upload as RECEIVED unless it stands there already; `superseded` when a newer one of its key does. */
  receive(upload: PhotoUpload, now: Date, signal: AbortSignal): Promise<'newest' | 'superseded'>;
  /** Writes what came of the upload. Its first end stands, and a newer upload is left alone. */
  note(upload: PhotoUpload, outcome: PhotoOutcome, signal: AbortSignal): Promise<void>;
};

export function createPhotoTable(options: { client: DynamoDBClient; tableName: string }): PhotoTable {
  const { client, tableName: TableName } = options;
  return {
    receive: async (upload, now, abortSignal) => {
      const Sequencer = { S: uploadOrder(upload) };
      const ReceivedAt = { S: now.toISOString() };
      const Item = { ...keyOf(upload), Sequencer, ETag: { S: upload.eTag }, Status: RECEIVED, ReceivedAt };
      const command = new PutItemCommand({
        TableName,
        Item,
        // A first upload of the key, and a newer one.
        ConditionExpression: 'attribute_not_exists(PhotoKey) OR Sequencer < :sequencer',
        ExpressionAttributeValues: { ':sequencer': Sequencer },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const standing = await unmet(() => client.send(command, { abortSignal }));
      return standing && standing.Sequencer?.S !== Sequencer.S ? 'superseded' : 'newest';
    },
    note: async (upload, outcome, abortSignal) => {
      const changes = Object.entries(attributesOf(outcome));
      if (changes.length === 0) return;
      const command = new UpdateItemCommand({
        TableName,
        Key: keyOf(upload),
        UpdateExpression: `SET ${changes.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        // This very upload, as long as nothing has come of it yet.
        ConditionExpression: 'Sequencer = :sequencer AND #Status = :received',
        ExpressionAttributeNames: Object.fromEntries(changes.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(changes.map(([name, value]) => [`:${name}`, value])),
          ':sequencer': { S: uploadOrder(upload) },
          ':received': RECEIVED,
        },
      });
      await unmet(() => client.send(command, { abortSignal }));
    },
  };
}

const RECEIVED = { S: 'RECEIVED' };

const keyOf = (upload: PhotoUpload) => ({ PhotoKey: { S: photoKey(upload) } });

/** What stands there when the condition of the write fails. */
async function unmet(write: () => Promise<unknown>): Promise<Record<string, AttributeValue> | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
    throw error;
  }
}

/** Nothing for an upload that was superseded: the item is that of the newer one, or soon will be. */
function attributesOf(outcome: PhotoOutcome): Record<string, AttributeValue> {
  switch (outcome.outcome) {
    case 'accepted':
      return { Status: RECEIVED, ...measures(outcome.photo) };
    case 'rejected':
      return { Status: { S: 'REJECTED' }, Reason: { S: outcome.reason }, Detail: { S: outcome.detail } };
    case 'gone':
      return { Status: { S: 'GONE' } };
    case 'proxied':
      return { Status: { S: 'PROXIED' }, ProxyKey: { S: outcome.proxyKey } };
    case 'superseded':
      return {};
  }
}

function measures({ format, ...numbers }: (PhotoInspection & { outcome: 'accepted' })['photo']) {
  const { width: Width, height: Height, frames: Frames, orientation: Orientation, bytes: Bytes } = numbers;
  const all = Object.entries({ Width, Height, Frames, Orientation, Bytes });
  return {
    Format: { S: format },
    ...Object.fromEntries(all.map(([name, value]) => [name, { N: String(value) }])),
  };
}
