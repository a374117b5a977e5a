import type { Stream } from '../engine-names.ts';

/** An operation's input or output: JSON whose numbers of items are text, so parsing loses nothing. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * How an engine names tables, streams, shards and positions in them, and how that becomes what AWS's clients see. One
 * is chosen when the engine is opened, by the ARNs that the engine gives.
 */
export type EngineDialect = {
  /** A client's ARN of a table or stream of this place as the engine knows it; other text as it is. */
  engineArn(arn: string): string;
  /** Output that describes tables or streams, its ARNs and stream labels as clients see them. */
  clientArns(output: unknown): object;
  /** Input of GetShardIterator, its ARN, shard and position as the engine knows them. Throws `ApiError`. */
  shardInput(stream: Stream, input: ShardInput): Json;
  /** The shards of a stream, which the engine lists from after the shard `from`, as clients see them. */
  clientShards(stream: Stream, shards: readonly Json[], from?: string): readonly object[];
  /** Records of a stream as AWS would have made them. */
  clientRecords(stream: Stream, records: readonly EngineRecord[]): readonly object[];
};

export type ShardInput = Json & {
  StreamArn?: string | undefined;
  ShardId?: string | undefined;
  SequenceNumber?: string | undefined;
};

export type EngineRecord = Json & {
  dynamodb: Json & { ApproximateCreationDateTime: number; SequenceNumber: string };
};
