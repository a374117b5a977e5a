import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type DynamoDBStreamsClient,
} from '@aws-sdk/client-dynamodb-streams';
import { readStreamRecord, type StreamEventRecord } from './stream-record.ts';

/** The records that one read found, and whether the shard is closed and read to its end. */
export type ShardPage = { records: StreamEventRecord[]; ended: boolean };

export type ShardReader = { next(): Promise<ShardPage> };

/** GetRecords answers at most 1,000 records. */
const PAGE_SIZE = 1000;

/**
 * Reads a shard in order, from after a sequence number or from its oldest record. After a failed read the same
 * records are read again; a position that the stream has trimmed becomes the oldest record.
 */
export function createShardReader(
  streams: DynamoDBStreamsClient,
  shard: { streamArn: string; shardId: string; after: string | undefined },
  signal: AbortSignal,
): ShardReader {
  let { after } = shard;
  let iterator: string | undefined;
  return { next };

  async function next(): Promise<ShardPage> {
    try {
      iterator ??= await openIterator();
      const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: PAGE_SIZE });
      const answer = await streams.send(command, { abortSignal: signal });
      const records = (answer.Records ?? []).map((record) => readStreamRecord(record, shard.streamArn));
      after = records.at(-1)?.dynamodb.SequenceNumber ?? after;
      iterator = answer.NextShardIterator;
      return { records, ended: iterator === undefined };
    } catch (error) {
      iterator = undefined;
      if (error instanceof Error && error.name === 'TrimmedDataAccessException') after = undefined;
      throw error;
    }
  }

  async function openIterator(): Promise<string | undefined> {
    const command = new GetShardIteratorCommand({
      StreamArn: shard.streamArn,
      ShardId: shard.shardId,
      ...(after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
    });
    return (await streams.send(command, { abortSignal: signal })).ShardIterator;
  }
}
