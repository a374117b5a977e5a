import { createHash } from 'node:crypto';
import { type Account, arnOf } from '../../../../arn.ts';
import { ApiError } from '../../../../gateway/api-error.ts';
import { notFound, type Stream, streamOf } from '../../engine-names.ts';
import { changeTexts, clientArn } from '../aws-dialect.ts';
import type { EngineDialect, EngineRecord, ShardInput } from '../dialect.ts';
import { beginning, clientSequenceNumber, enginePosition, precedes } from './sequence-number.ts';
import { clientLabel, engineLabel } from './stream-label.ts';

/** The region in every ARN of the engine. */
export const DYNOXIDE_REGION = 'dynoxide';
const ENGINE_PREFIX = `arn:aws:dynamodb:${DYNOXIDE_REGION}:000000000000:`;
const LABELS: ReadonlySet<string> = new Set(['StreamLabel', 'LatestStreamLabel']);

/**
 * The dialect of dynoxide: a stream's label is its time in seconds, each stream has one shard, which stays open, and its
 * positions count from 1.
 */
export function dynoxideDialect(account: Account): EngineDialect {
  const own = arnOf('dynamodb', account, '');
  const engineArn = (arn: string) => {
    const stream = streamOf(account, arn);
    const label = stream && engineLabel(stream.label);
    if (label !== undefined) return `${ENGINE_PREFIX}table/${stream?.table}/stream/${label}`;
    return arn.startsWith(own) ? ENGINE_PREFIX + arn.slice(own.length) : arn;
  };
  return {
    engineArn,
    clientArns: (output) =>
      changeTexts(output, (text, name) => (LABELS.has(name) ? clientLabel(text) : ownArn(account, text))),
    shardInput: (stream, input) => ({
      ...shardInput(stream, input),
      StreamArn: engineArn(input.StreamArn ?? ''),
    }),
    clientShards: (stream, _shards, from) => (from === shardId(stream) ? [] : [openShard(stream)]),
    clientRecords: (stream, records) =>
      records
        .filter((record) => isOfStream(record, stream))
        .map((record) => clientRecord(account, stream, record)),
  };
}

function ownArn(account: Account, text: string): string {
  const [resource = '', label] = clientArn(account, text).split('/stream/');
  return label === undefined || !text.startsWith(ENGINE_PREFIX)
    ? clientArn(account, text)
    : `${resource}/stream/${clientLabel(label)}`;
}

/** The id of a stream's one shard, in AWS's form; the engine's has too few characters for AWS's clients. */
function shardId(stream: Stream): string {
  const time = beginning(stream).padStart(20, '0');
  return `shardId-${time}-${createHash('sha256').update(stream.table).digest('hex').slice(0, 8)}`;
}

/** An open shard has no last sequence number; the engine names one all the same. */
function openShard(stream: Stream): object {
  const SequenceNumberRange = { StartingSequenceNumber: clientSequenceNumber(stream, '1') };
  return { ShardId: shardId(stream), SequenceNumberRange };
}

function shardInput(stream: Stream, input: ShardInput): ShardInput {
  const { ShardId, SequenceNumber } = input;
  if (ShardId !== shardId(stream)) throw notFound(`Shard: ${ShardId} in ${input.StreamArn}`);
  const named = { ...input, ShardId: `shardId-00000001-${stream.table}` };
  return SequenceNumber === undefined
    ? named
    : { ...named, SequenceNumber: positionOf(stream, SequenceNumber) };
}

function positionOf(stream: Stream, sequenceNumber: string): string {
  if (precedes(sequenceNumber, stream)) {
    throw new ApiError(
      'TrimmedDataAccessException',
      'The sequence number is older than the oldest record of the shard',
    );
  }
  const position = enginePosition(stream, sequenceNumber);
  if (position === undefined)
    throw new ApiError('ValidationException', `Invalid SequenceNumber: ${sequenceNumber}`);
  return position;
}

/** The engine keeps the records of a table's earlier stream, which AWS does not show in the new one. */
function isOfStream({ dynamodb }: EngineRecord, { label }: Stream): boolean {
  return dynamodb.ApproximateCreationDateTime >= Math.floor(Number(engineLabel(label)));
}

function clientRecord(account: Account, stream: Stream, record: EngineRecord): object {
  const SequenceNumber = clientSequenceNumber(stream, record.dynamodb.SequenceNumber);
  const eventID = createHash('md5').update(`${stream.table} ${SequenceNumber}`).digest('hex');
  const dynamodb = { ...record.dynamodb, SequenceNumber };
  return { ...record, eventID, awsRegion: account.region, dynamodb };
}
