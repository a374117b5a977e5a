import { type Account, arnOf } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';

/** A table's stream; `label` is the last part of its ARN as clients see it. */
export type Stream = { table: string; label: string };

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

/** The stream that an ARN of this place names, whether it exists or not; undefined for every other text. */
export function streamOf(account: Account, arn: string): Stream | undefined {
  const name = tableNameOf(account, arn);
  const [, table, label] = /^([\w.-]+)\/stream\/([^/\s]+)$/.exec(name) ?? [];
  return name === arn || table === undefined || label === undefined ? undefined : { table, label };
}

/** The error for a stream or shard that does not exist. */
export function notFound(what: string): ApiError {
  return new ApiError('ResourceNotFoundException', `Requested resource not found: ${what}`);
}
