import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Account } from '../../arn.ts';
import type { Stream } from './engine-names.ts';
import { clientSequenceNumber } from './sequence-number.ts';

const image = z.record(z.string(), z.unknown());

/** Output of the engine's GetRecords. */
export const recordsSchema = z.looseObject({
  Records: z.array(
    z.looseObject({
      eventName: z.string(),
      dynamodb: z.looseObject({
        ApproximateCreationDateTime: z.number(),
        SequenceNumber: z.string(),
        NewImage: image.optional(),
        OldImage: image.optional(),
      }),
    }),
  ),
  NextShardIterator: z.string().optional(),
});

type EngineRecord = z.infer<typeof recordsSchema>['Records'][number];

/** The engine's records as AWS would have made them. */
export function clientRecords(account: Account, stream: Stream, records: readonly EngineRecord[]): object[] {
  return records
    .filter((record) => isOfStream(record, stream) && !changesNothing(record))
    .map((record) => {
      const SequenceNumber = clientSequenceNumber(stream, record.dynamodb.SequenceNumber);
      const eventID = createHash('md5').update(`${stream.table} ${SequenceNumber}`).digest('hex');
      return {
        ...record,
        eventID,
        awsRegion: account.region,
        dynamodb: { ...record.dynamodb, SequenceNumber },
      };
    });
}

/** The engine keeps the records of a table's earlier stream, which AWS does not show in the new one. */
function isOfStream({ dynamodb }: EngineRecord, { label }: Stream): boolean {
  return dynamodb.ApproximateCreationDateTime >= Math.floor(Number(label));
}

/** AWS makes no record of a write that leaves the item as it was; the engine does. */
function changesNothing({ dynamodb: { NewImage, OldImage } }: EngineRecord): boolean {
  return NewImage !== undefined && isDeepStrictEqual(NewImage, OldImage);
}
