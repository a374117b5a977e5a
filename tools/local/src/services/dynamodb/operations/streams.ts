import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import { changeOutput } from '../engine.ts';
import { clientArns, engineArn, shardId, type Stream, streamOf, tableNamed } from '../engine-names.ts';
import * as members from '../input.ts';
import { type TableOperation, tableOperation, type Tables } from '../input.ts';
import { clientSequenceNumber, enginePosition, precedes } from '../sequence-number.ts';
import { clientIterator, readIterator } from '../shard-iterator.ts';
import { clientRecords, recordsSchema } from '../stream-records.ts';

const shardSchema = z.looseObject({
  ShardId: z.string(),
  SequenceNumberRange: z.looseObject({ StartingSequenceNumber: z.string().optional() }).optional(),
});
const descriptionSchema = z.looseObject({
  StreamDescription: z.looseObject({ Shards: z.array(shardSchema) }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });
const streamsSchema = z.looseObject({ Streams: z.array(z.looseObject({ StreamLabel: z.string() })) });

const { text, limitTo } = members;
const listInput = members.tableMembers.extend({ ExclusiveStartStreamArn: text, Limit: limitTo(100) });
const describeInput = members.streamMembers.extend({ ExclusiveStartShardId: text, Limit: limitTo(100) });
const recordsInput = members.iteratorMembers.extend({ Limit: limitTo(1000) });
const positionInput = members.streamMembers.extend({ ShardId: text, SequenceNumber: text });

/** The operations of DynamoDB Streams. Every table of the engine has one shard, which stays open. */
export const STREAM_OPERATIONS: Readonly<Record<string, TableOperation>> = {
  ListStreams: tableOperation(listInput, async ({ account, engine }, input, request) => {
    const { ExclusiveStartStreamArn: from, TableName: table, ...rest } = input;
    const start = from === undefined ? {} : { ExclusiveStartStreamArn: engineArn(account, from) };
    const one = table === undefined ? {} : { TableName: tableNamed(account, table) };
    return changeOutput(await engine.ask(request, { ...rest, ...start, ...one }), (output) =>
      clientArns(account, output),
    );
  }),

  DescribeStream: tableOperation(describeInput, async (tables, input, request) => {
    const { account, engine } = tables;
    const stream = await existingStream(tables, input.StreamArn, request);
    const { ExclusiveStartShardId: from, ...rest } = input;
    const StreamArn = engineArn(account, input.StreamArn ?? '');
    return changeOutput(await engine.ask(request, { ...rest, StreamArn }), (output) => {
      const { StreamDescription } = descriptionSchema.parse(output);
      const Shards = from === shardId(stream) ? [] : [openShard(stream)];
      return clientArns(account, { StreamDescription: { ...StreamDescription, Shards } });
    });
  }),

  GetShardIterator: tableOperation(positionInput, async (tables, input, request) => {
    const { account, engine } = tables;
    const stream = await existingStream(tables, input.StreamArn, request);
    if (input.ShardId !== shardId(stream)) throw notFound(`Shard: ${input.ShardId} in ${input.StreamArn}`);
    const position = positionOf(stream, input);
    const answer = await engine.ask(request, {
      ...input,
      StreamArn: engineArn(account, input.StreamArn ?? ''),
      ShardId: `shardId-00000001-${stream.table}`,
      ...(position === undefined ? {} : { SequenceNumber: position }),
    });
    return changeOutput(answer, (output) => ({
      ShardIterator: clientIterator(account, stream, iteratorSchema.parse(output).ShardIterator),
    }));
  }),

  GetRecords: tableOperation(recordsInput, async (tables, input, request) => {
    const { account, engine } = tables;
    const iterator = readIterator(account, input.ShardIterator ?? '');
    if (iterator === undefined) throw new ApiError('ValidationException', 'Invalid ShardIterator');
    const { stream, engineIterator } = iterator;
    if ((await labelOf(tables, stream.table, request)) !== stream.label)
      throw notFound(`Stream of table ${stream.table}`);
    const answer = await engine.ask(request, { ...input, ShardIterator: engineIterator });
    return changeOutput(answer, (output) => {
      const { Records, NextShardIterator: next } = recordsSchema.parse(output);
      return {
        Records: clientRecords(account, stream, Records),
        ...(next === undefined ? {} : { NextShardIterator: clientIterator(account, stream, next) }),
      };
    });
  }),
};

async function existingStream(
  tables: Tables,
  arn: string | undefined,
  request: ServiceRequest,
): Promise<Stream> {
  const stream = arn === undefined ? undefined : streamOf(tables.account, arn);
  if (stream === undefined || (await labelOf(tables, stream.table, request)) !== stream.label)
    throw notFound(`Stream: ${arn}`);
  return stream;
}

/** The engine lets an ARN of any time stand for a table's stream, so the stack looks itself. */
async function labelOf(
  { engine }: Tables,
  TableName: string,
  request: ServiceRequest,
): Promise<string | undefined> {
  const answer = await engine.ask(request, { TableName }, 'ListStreams');
  return streamsSchema.safeParse(JSON.parse(answer.body.toString())).data?.Streams[0]?.StreamLabel;
}

/** An open shard has no last sequence number; the engine names one all the same. */
function openShard(stream: Stream): object {
  const SequenceNumberRange = { StartingSequenceNumber: clientSequenceNumber(stream, '1') };
  return { ShardId: shardId(stream), SequenceNumberRange };
}

function positionOf(stream: Stream, { SequenceNumber }: z.infer<typeof positionInput>): string | undefined {
  if (SequenceNumber === undefined) return undefined;
  if (precedes(SequenceNumber, stream)) {
    throw new ApiError(
      'TrimmedDataAccessException',
      'The sequence number is older than the oldest record of the shard',
    );
  }
  const position = enginePosition(stream, SequenceNumber);
  if (position === undefined)
    throw new ApiError('ValidationException', `Invalid SequenceNumber: ${SequenceNumber}`);
  return position;
}

function notFound(what: string): ApiError {
  return new ApiError('ResourceNotFoundException', `Requested resource not found: ${what}`);
}
