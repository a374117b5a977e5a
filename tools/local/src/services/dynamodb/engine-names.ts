import { createHash } from 'node:crypto';

/** Where the stack's tables are, as their ARNs say. */
export type Place = { region: string; accountId: string };

/** A table's stream. `label` is the time of its creation in seconds with nine decimals, which is the engine's name for it. */
export type Stream = { table: string; label: string };

const ENGINE_PREFIX = 'arn:aws:dynamodb:dynoxide:000000000000:';

export function tableArn(place: Place, table: string): string {
  return `arn:aws:dynamodb:${place.region}:${place.accountId}:table/${table}`;
}

/** The table that a name or an ARN of this place means; other text is answered as it is. */
export function tableNameOf(place: Place, nameOrArn: string): string {
  const prefix = tableArn(place, '');
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
}

export function streamArn(place: Place, { table, label }: Stream): string {
  return `${tableArn(place, table)}/stream/${clientLabel(label)}`;
}

/** The stream that an ARN of this place names; undefined for every other text. */
export function streamOf(place: Place, arn: string): Stream | undefined {
  const [table, time, ...rest] = tableNameOf(place, arn).split('/stream/');
  const label = time === undefined ? undefined : engineLabel(time);
  if (!arn.startsWith(tableArn(place, '')) || !table || label === undefined || rest.length > 0)
    return undefined;
  return { table, label };
}

/** A stream's label in the form of AWS's, such as `2026-11-21T03:22:33.460703134`. */
export function clientLabel(label: string): string {
  const [seconds = '', decimals = ''] = label.split('.');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${decimals}`;
}

function engineLabel(label: string): string | undefined {
  const [time = '', decimals] = label.split('.');
  const seconds = Date.parse(`${time}Z`) / 1000;
  return Number.isInteger(seconds) && decimals !== undefined ? `${seconds}.${decimals}` : undefined;
}

/** The engine's ARNs, table or stream, as clients see them; every other text as it is. */
export function clientArn(place: Place, text: string): string {
  if (!text.startsWith(ENGINE_PREFIX))
    return text.replace(/^arn:aws:kms:dynoxide:\d+:/, `arn:aws:kms:${place.region}:${place.accountId}:`);
  const [resource = '', label] = text.slice(ENGINE_PREFIX.length).split('/stream/');
  const own = `arn:aws:dynamodb:${place.region}:${place.accountId}:${resource}`;
  return label === undefined ? own : `${own}/stream/${clientLabel(label)}`;
}

/** A client's ARN of this place as the engine knows it. */
export function engineArn(place: Place, arn: string): string {
  const stream = streamOf(place, arn);
  if (stream !== undefined) return `${ENGINE_PREFIX}table/${stream.table}/stream/${stream.label}`;
  return arn.startsWith(tableArn(place, '')) ? `${ENGINE_PREFIX}table/${tableNameOf(place, arn)}` : arn;
}

/** The id of a stream's one shard, in AWS's form; the engine's has too few characters for AWS's clients. */
export function shardId({ table, label }: Stream): string {
  const time = label.replace('.', '').slice(0, 13).padStart(20, '0');
  return `shardId-${time}-${createHash('sha256').update(table).digest('hex').slice(0, 8)}`;
}
