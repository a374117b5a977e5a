import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';

/** A table's stream. `label` is the time of its creation in seconds with nine decimals, which is the engine's name for it. */
export type Stream = { table: string; label: string };

const ENGINE_PREFIX = 'arn:aws:dynamodb:dynoxide:000000000000:';

export function tableArn(account: Account, table: string): string {
  return arnOf('dynamodb', account, `table/${table}`);
}

/** The table that a name or an ARN of this place means. Throws `ApiError` for the ARN of anything else. */
export function tableNamed(account: Account, nameOrArn: string): string {
  const name = tableNameOf(account, nameOrArn);
  if (!/[:/]/.test(name)) return name;
  throw new ApiError('ValidationException', `${nameOrArn} is no table of this region and account`);
}

/** The table whose tags an ARN stands for. Throws `ApiError`. */
export function taggedTable(account: Account, arn: string): string {
  const name = tableNameOf(account, arn);
  if (name !== arn && !/[:/]/.test(name)) return name;
  const message = `Invalid TableArn: Invalid ResourceArn provided as input ${arn}`;
  throw new ApiError('ValidationException', message);
}

/** The table that a name or an ARN of this place means; other text is answered as it is. */
function tableNameOf(account: Account, nameOrArn: string): string {
  const prefix = tableArn(account, '');
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
}

export function streamArn(account: Account, { table, label }: Stream): string {
  return `${tableArn(account, table)}/stream/${clientLabel(label)}`;
}

/** The stream that an ARN of this place names; undefined for every other text, another form of its time included. */
export function streamOf(account: Account, arn: string): Stream | undefined {
  const [table = '', time] = tableNameOf(account, arn).split('/stream/');
  const label = time === undefined ? undefined : engineLabel(time);
  if (label === undefined) return undefined;
  const stream = { table, label };
  return streamArn(account, stream) === arn ? stream : undefined;
}

/** A stream's label in the form of AWS's, such as `2026-11-21T03:22:33.460703134`. */
function clientLabel(label: string): string {
  const [seconds = '', decimals = ''] = label.split('.');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${decimals}`;
}

function engineLabel(label: string): string | undefined {
  const [time = '', decimals] = label.split('.');
  const seconds = Date.parse(`${time}Z`) / 1000;
  return Number.isInteger(seconds) && decimals !== undefined ? `${seconds}.${decimals}` : undefined;
}

/** The engine's ARNs, table or stream, as clients see them; every other text as it is. */
function clientArn(account: Account, text: string): string {
  if (!text.startsWith(ENGINE_PREFIX))
    return text.replace(/^arn:aws:kms:dynoxide:\d+:/, arnOf('kms', account, ''));
  const [resource = '', label] = text.slice(ENGINE_PREFIX.length).split('/stream/');
  const own = arnOf('dynamodb', account, resource);
  return label === undefined ? own : `${own}/stream/${clientLabel(label)}`;
}

/** A client's ARN of this place as the engine knows it. */
export function engineArn(account: Account, arn: string): string {
  const stream = streamOf(account, arn);
  if (stream !== undefined) return `${ENGINE_PREFIX}table/${stream.table}/stream/${stream.label}`;
  return arn.startsWith(tableArn(account, '')) ? `${ENGINE_PREFIX}table/${tableNameOf(account, arn)}` : arn;
}

/** The id of a stream's one shard, in AWS's form; the engine's has too few characters for AWS's clients. */
export function shardId({ table, label }: Stream): string {
  const time = label.replace('.', '').slice(0, 13).padStart(20, '0');
  return `shardId-${time}-${createHash('sha256').update(table).digest('hex').slice(0, 8)}`;
}

/** Output that describes tables or streams, its ARNs and stream labels as clients see them. */
export function clientArns(account: Account, output: unknown): object {
  const text = JSON.stringify(output, (name, value: unknown) => {
    if (typeof value !== 'string') return value;
    return LABELS.has(name) ? clientLabel(value) : clientArn(account, value);
  });
  return z.looseObject({}).parse(JSON.parse(text));
}

const LABELS: ReadonlySet<string> = new Set(['StreamLabel', 'LatestStreamLabel']);
