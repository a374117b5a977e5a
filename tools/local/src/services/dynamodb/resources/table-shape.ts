import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableIndex, TableProperties } from './table-properties.ts';

type Keyed = Pick<TableDescription, 'AttributeDefinitions' | 'KeySchema'>;

/** `PlayerName S (HASH)`, comma-separated. */
export function keyText({ AttributeDefinitions = [], KeySchema = [] }: Keyed): string {
  const typeOf = (attribute?: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === attribute)?.AttributeType;
  return KeySchema.map((key) => `${key.AttributeName} ${typeOf(key.AttributeName)} (${key.KeyType})`).join(
    ', ',
  );
}

/** An index cannot be changed: one of another key or projection is another one. */
export function isSameIndex(a: TableIndex, b: GlobalSecondaryIndexDescription): boolean {
  return indexText(a) === indexText(b);
}

function indexText({
  IndexName,
  KeySchema,
  Projection,
}: TableIndex | GlobalSecondaryIndexDescription): string {
  const keys = KeySchema?.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]);
  const projected = [Projection?.ProjectionType, Projection?.NonKeyAttributes?.toSorted() ?? []];
  return JSON.stringify([IndexName, keys, projected]);
}

/** What a stream of the table holds; undefined without one. */
export function streamView({ StreamSpecification: stream }: TableDescription): string | undefined {
  return stream?.StreamEnabled ? stream.StreamViewType : undefined;
}

/** The first thing in which an existing table is not as a template says, in words; undefined when it is. */
export function difference(existing: TableDescription, table: TableProperties): string | undefined {
  const [key, wantedKey] = [keyText(existing), keyText(table)];
  if (key !== wantedKey) return `the key ${key} and the template says ${wantedKey}`;
  const [indexes, wanted] = [existing.GlobalSecondaryIndexes ?? [], table.GlobalSecondaryIndexes];
  const other =
    wanted.find((each) => !indexes.some((one) => isSameIndex(each, one))) ??
    indexes.find((one) => !wanted.some((each) => isSameIndex(each, one)));
  if (other !== undefined) return `another index ${other.IndexName} than the template says`;
  const [view, wantedView] = [streamView(existing), table.StreamSpecification?.StreamViewType];
  if (view !== wantedView) return `${streamText(view)} and the template says ${streamText(wantedView)}`;
  return undefined;
}

function streamText(view: string | undefined): string {
  return view === undefined ? 'no stream' : `a stream of ${view}`;
}
