import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import { changeOutput } from '../engine/engine.ts';
import { notFound, type Stream, streamOf, tableNamed } from '../engine-names.ts';
import * as members from '../input.ts';
import { type TableOperation, tableOperation, type Tables } from '../input.ts';
import { clientIterator, readIterator } from '../shard-iterator.ts';

const descriptionSchema = z.looseObject({
  StreamDescription: z.looseObject({ Shards: z.array(z.looseObject({})).default([]) }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });
const streamsSchema = z.looseObject({
  Streams: z.array(z.looseObject({ StreamArn: z.string() })),
  LastEvaluatedStreamArn: z.string().optional(),
});
/** Compared, and else passed on: a record of zod would copy every attribute. */
const image = z.custom<object>((value) => typeof value === 'object' && value !== null);
const recordsSchema = z.looseObject({
  Records: z.array(
    z.looseObject({
      dynamodb: z.looseObject({
        ApproximateCreationDateTime: z.number(),
        SequenceNumber: z.string(),
        NewImage: image.optional(),
        OldImage: image.optional(),
      }),
    }),
  ),
  NextShardIterator: z.string().nullish(),
});

const { text, limitTo } = members;
const listInput = members.tableMembers.extend({ ExclusiveStartStreamArn: text, Limit: limitTo(100) });
const describeInput = members.streamMembers.extend({ ExclusiveStartShardId: text, Limit: limitTo(100) });
const recordsInput = members.iteratorMembers.extend({ Limit: limitTo(1000) });
const positionInput = members.streamMembers.extend({ ShardId: text, SequenceNumber: text });

/** The operations of DynamoDB Streams. */
export const STREAM_OPERATIONS: Readonly<Record<string, TableOperation>> = {
  ListStreams: tableOperation(listInput, async ({ account, engine }, input, request) => {
    const { ExclusiveStartStreamArn: from, TableName: table, ...rest } = input;
    const start = from === undefined ? {} : { ExclusiveStartStreamArn: engine.dialect.engineArn(from) };
    const one = table === undefined ? {} : { TableName: tableNamed(account, table) };
    return changeOutput(await engine.ask(request, { ...rest, ...start, ...one }), engine.dialect.clientArns);
  }),

  DescribeStream: tableOperation(describeInput, async (tables, input, request) => {
    const { ask, dialect } = tables.engine;
    const { stream, arn } = await existingStream(tables, input.StreamArn, request);
    return changeOutput(await ask(request, { ...input, StreamArn: dialect.engineArn(arn) }), (output) => {
      const { StreamDescription } = descriptionSchema.parse(output);
      const Shards = dialect.clientShards(stream, StreamDescription.Shards, input.ExclusiveStartShardId);
      return dialect.clientArns({ StreamDescription: { ...StreamDescription, Shards } });
    });
  }),

  GetShardIterator: tableOperation(positionInput, async (tables, input, request) => {
    const { ask, dialect } = tables.engine;
    const { stream, arn } = await existingStream(tables, input.StreamArn, request);
    return changeOutput(await ask(request, dialect.shardInput(stream, input)), (output) => ({
      ShardIterator: clientIterator(arn, iteratorSchema.parse(output).ShardIterator),
    }));
  }),

  GetRecords: tableOperation(recordsInput, async (tables, input, request) => {
    const { ask, dialect } = tables.engine;
    const iterator = readIterator(input.ShardIterator ?? '');
    if (iterator === undefined) throw new ApiError('ValidationException', 'Invalid ShardIterator');
    const { stream, arn } = await existingStream(tables, iterator.streamArn, request);
    return changeOutput(
      await ask(request, { ...input, ShardIterator: iterator.engineIterator }),
      (output) => {
        const { Records, NextShardIterator: next } = recordsSchema.parse(output);
        return {
          Records: dialect.clientRecords(
            stream,
            Records.filter(({ dynamodb }) => !changesNothing(dynamodb)),
          ),
          ...(next == null ? {} : { NextShardIterator: clientIterator(arn, next) }),
        };
      },
    );
  }),
};

/** Engines take other ARNs for a stream's too, so the stack looks itself. Throws `ApiError` when there is none. */
async function existingStream(
  { account, engine }: Tables,
  arn = '',
  request: ServiceRequest,
): Promise<{ stream: Stream; arn: string }> {
  const stream = streamOf(account, arn);
  let from: string | undefined;
  do {
    if (stream === undefined) throw notFound(`Stream: ${arn}`);
    const page = {
      TableName: stream.table,
      ...(from !== undefined && { ExclusiveStartStreamArn: from }),
    };
    const answer = await engine.ask(request, page, 'ListStreams');
    const known = streamsSchema.safeParse(JSON.parse(answer.body.toString())).data;
    const { Streams = [] } = known === undefined ? {} : streamsSchema.parse(engine.dialect.clientArns(known));
    if (Streams.some(({ StreamArn }) => StreamArn === arn)) return { stream, arn };
    from = known?.LastEvaluatedStreamArn;
  } while (from !== undefined);
  throw notFound(`Stream: ${arn}`);
}

/** AWS makes no record of a write that leaves the item as it was; engines do. */
function changesNothing({
  NewImage,
  OldImage,
}: {
  NewImage?: object | undefined;
  OldImage?: object | undefined;
}): boolean {
  return NewImage !== undefined && isDeepStrictEqual(NewImage, OldImage);
}
