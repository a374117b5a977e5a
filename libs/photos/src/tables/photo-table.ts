import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { attributesOf, ContendedError, itemOf, keyOf, readItem, writeOutcome } from '@hanok/tables';
import * as z from 'zod/mini';
import type { PhotoFailed, PhotoInspection, PhotoProxy, PhotoUpload } from '../photo.ts';
import { photoKey, uploadOrder } from '../photo-key.ts';
import { PHOTO_TABLE } from './definitions.ts';

/** An upload that nothing has become of yet. `Sequencer` orders the uploads of a key as text. */
const receivedPhoto = z.object({
  PhotoKey: z.string(),
  Sequencer: z.string(),
  ETag: z.string(),
  Status: z.literal('RECEIVED'),
  ReceivedAt: z.string(),
});
const standingPhoto = z.object({ Sequencer: z.string() });

export type PhotoOutcome = PhotoInspection | PhotoProxy | PhotoFailed;

/** The newest upload of each photo that came to the machine. This file alone knows its attributes. */
export type PhotoTable = {
  /**
   * Writes the upload as RECEIVED unless it stands there already and has not failed; `superseded` when a newer one of its
   * key does.
   */
  receive(upload: PhotoUpload, now: Date, signal: AbortSignal): Promise<'newest' | 'superseded'>;
  /** Writes what came of the upload. Its first end but a failure stands, and a newer upload is left alone. */
  note(upload: PhotoUpload, outcome: PhotoOutcome, signal: AbortSignal): Promise<void>;
};

/** The table of photos by this client. */
export function createPhotoTable({ client, table }: { client: DynamoDBClient; table: string }): PhotoTable {
  return {
    receive: async (upload, now, abortSignal) => {
      const Sequencer = uploadOrder(upload);
      const put = new PutItemCommand({
        TableName: table,
        Item: itemOf(receivedPhoto, {
          PhotoKey: photoKey(upload),
          Sequencer,
          ETag: upload.eTag,
          Status: 'RECEIVED',
          ReceivedAt: now.toISOString(),
        }),
        // A first upload of the key, a newer one, and this one when it has failed and comes again.
        ConditionExpression:
          'attribute_not_exists(PhotoKey) OR Sequencer < :sequencer OR (Sequencer = :sequencer AND #status = :failed)',
        ExpressionAttributeNames: { '#status': 'Status' },
        ExpressionAttributeValues: attributesOf({ ':sequencer': Sequencer, ':failed': 'FAILED' }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const written = await writeOutcome(client.send(put, { abortSignal }));
      if (written.kind === 'written') return 'newest';
      if (written.kind === 'contended') throw new ContendedError();
      const standing = written.item && readItem(PHOTO_TABLE, standingPhoto, written.item);
      return standing?.Sequencer === Sequencer ? 'newest' : 'superseded';
    },
    note: async (upload, outcome, abortSignal) => {
      const changes = Object.entries(changesOf(outcome));
      if (changes.length === 0) return;
      const update = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(PHOTO_TABLE, { PhotoKey: photoKey(upload) }),
        UpdateExpression: `SET ${changes.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        // This very upload, as long as nothing has come of it yet, or a failure that another outcome takes the place of.
        ConditionExpression: 'Sequencer = :sequencer AND #Status IN (:received, :replaced)',
        ExpressionAttributeNames: Object.fromEntries(changes.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: attributesOf({
          ...Object.fromEntries(changes.map(([name, value]) => [`:${name}`, value])),
          ':sequencer': uploadOrder(upload),
          ':received': 'RECEIVED',
          ':replaced': outcome.outcome === 'failed' ? 'RECEIVED' : 'FAILED',
        }),
      });
      const { kind } = await writeOutcome(client.send(update, { abortSignal }));
      if (kind === 'contended') throw new ContendedError();
    },
  };
}

/** Nothing for an upload that was superseded: the item is that of the newer one, or soon will be. */
function changesOf(outcome: PhotoOutcome): Record<string, string | number> {
  switch (outcome.outcome) {
    case 'accepted': {
      const { format: Format, width: Width, height: Height, frames: Frames } = outcome.photo;
      const { orientation: Orientation, bytes: Bytes } = outcome.photo;
      return { Status: 'RECEIVED', Format, Width, Height, Frames, Orientation, Bytes };
    }
    case 'rejected':
      return { Status: 'REJECTED', Reason: outcome.reason, Detail: outcome.detail };
    case 'failed':
      return { Status: 'FAILED', Reason: outcome.reason };
    case 'gone':
      return { Status: 'GONE' };
    case 'proxied':
      return { Status: 'PROXIED', ProxyKey: outcome.proxyKey };
    case 'superseded':
      return {};
  }
}
