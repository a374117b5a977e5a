import * as z from 'zod';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { clientArns } from './client-arns.ts';
import { DynamodbError } from './dynamodb-error.ts';
import { changeOutput, type Engine } from './engine.ts';
import { engineArn, type Place, shardId, type Stream, streamOf, tableNameOf } from './engine-names.ts';
import type { Input } from './input.ts';
import { clientSequenceNumber, enginePosition, precedes } from './sequence-number.ts';
import { clientIterator, readIterator } from './shard-iterator.ts';
import { clientRecords, recordsSchema } from './stream-records.ts';

type Handler = (request: ServiceRequest, input: Input) => Promise<ServiceResponse>;

const shardSchema = z.looseObject({
  ShardId: z.string(),
  SequenceNumberRange: z.looseObject({ StartingSequenceNumber: z.string().optional() }).optional(),
});
const descriptionSchema = z.looseObject({
  StreamDescription: z.looseObject({ Shards: z.array(shardSchema) }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });
const streamsSchema = z.looseObject({ Streams: z.array(z.looseObject({ StreamLabel: z.string() })) });

/** The operations of DynamoDB Streams. Every table of the engine has one shard, which stays open. */
export function streamOperations(place: Place, engine: Engine): Readonly<Record<string, Handler>> {
  return {
    ListStreams: async (request, input) => {
      const { ExclusiveStartStreamArn: from, TableName: table, ...rest } = input;
      const start = from === undefined ? {} : { ExclusiveStartStreamArn: engineArn(place, from) };
      const one = table === undefined ? {} : { TableName: tableNameOf(place, table) };
      return changeOutput(await engine.ask(request, { ...rest, ...start, ...one }), (output) =>
        clientArns(place, output),
      );
    },

    DescribeStream: async (request, input) => {
      const stream = await existingStream(request, input.StreamArn);
      const { ExclusiveStartShardId: from, ...rest } = input;
      const answer = await engine.ask(request, {
        ...rest,
        StreamArn: engineArn(place, input.StreamArn ?? ''),
      });
      return changeOutput(answer, (output) => {
        const { StreamDescription } = descriptionSchema.parse(output);
        const Shards = from === shardId(stream) ? [] : [openShard(stream)];
        return clientArns(place, { StreamDescription: { ...StreamDescription, Shards } });
      });
    },

    GetShardIterator: async (request, input) => {
      const stream = await existingStream(request, input.StreamArn);
      if (input.ShardId !== shardId(stream)) throw notFound(`Shard: ${input.ShardId} in ${input.StreamArn}`);
      const position = positionOf(stream, input);
      const answer = await engine.ask(request, {
        ...input,
        StreamArn: engineArn(place, input.StreamArn ?? ''),
        ShardId: `shardId-00000001-${stream.table}`,
        ...(position === undefined ? {} : { SequenceNumber: position }),
      });
      return changeOutput(answer, (output) => ({
        ShardIterator: clientIterator(place, stream, iteratorSchema.parse(output).ShardIterator),
      }));
    },

    GetRecords: async (request, input) => {
      const iterator = readIterator(place, input.ShardIterator ?? '');
      if (iterator === undefined) throw new DynamodbError('ValidationException', 'Invalid ShardIterator');
      const { stream, engineIterator } = iterator;
      if ((await labelOf(request, stream.table)) !== stream.label)
        throw notFound(`Stream of table ${stream.table}`);
      const answer = await engine.ask(request, { ...input, ShardIterator: engineIterator });
      return changeOutput(answer, (output) => {
        const { Records, NextShardIterator: next } = recordsSchema.parse(output);
        return {
          Records: clientRecords(place, stream, Records),
          ...(next === undefined ? {} : { NextShardIterator: clientIterator(place, stream, next) }),
        };
      });
    },
  };

  async function existingStream(request: ServiceRequest, arn: string | undefined): Promise<Stream> {
    const stream = arn === undefined ? undefined : streamOf(place, arn);
    if (stream === undefined || (await labelOf(request, stream.table)) !== stream.label) {
      throw notFound(`Stream: ${arn}`);
    }
    return stream;
  }

  /** The engine lets an ARN of any time stand for a table's stream, so the stack looks itself. */
  async function labelOf(request: ServiceRequest, table: string): Promise<string | undefined> {
    const answer = await engine.ask(request, { TableName: table }, 'ListStreams');
    return streamsSchema.safeParse(JSON.parse(answer.body.toString())).data?.Streams[0]?.StreamLabel;
  }
}

/** An open shard has no last sequence number; the engine names one all the same. */
function openShard(stream: Stream): object {
  const SequenceNumberRange = { StartingSequenceNumber: clientSequenceNumber(stream, '1') };
  return { ShardId: shardId(stream), SequenceNumberRange };
}

function positionOf(stream: Stream, { SequenceNumber }: Input): string | undefined {
  if (SequenceNumber === undefined) return undefined;
  if (precedes(SequenceNumber, stream)) {
    throw new DynamodbError(
      'TrimmedDataAccessException',
      'The sequence number is older than the oldest record of the shard',
    );
  }
  const position = enginePosition(stream, SequenceNumber);
  if (position === undefined)
    throw new DynamodbError('ValidationException', `Invalid SequenceNumber: ${SequenceNumber}`);
  return position;
}

function notFound(what: string): DynamodbError {
  return new DynamodbError('ResourceNotFoundException', `Requested resource not found: ${what}`);
}
