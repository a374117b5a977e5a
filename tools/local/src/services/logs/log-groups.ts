import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import type { Access } from '../../gateway/service.ts';
import { invalidParameter, noSuchGroup } from './errors.ts';
import type { LogStore } from './log-store.ts';

/** What every operation works with. */
export type LogGroups = { store: LogStore; account: Account };

export const groupText = z.string().min(1).max(2048);

/** A group by name or ARN; one of the two. */
export const groupMembers = {
  logGroupName: groupText.optional(),
  logGroupIdentifier: groupText.optional(),
};

/** The ARN of a group, without the `:*` that some operations add. */
export function groupArn({ account }: Pick<LogGroups, 'account'>, group: string): string {
  return arnOf('logs', account, `log-group:${group}`);
}

/** The name of the group that a request names. Throws for a group that is not there. */
export function existingGroup(
  { store }: LogGroups,
  {
    logGroupName,
    logGroupIdentifier,
  }: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): string {
  const identifier = logGroupName ?? logGroupIdentifier;
  if (identifier === undefined || (logGroupName !== undefined && logGroupIdentifier !== undefined))
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier is required.');
  const name = groupName(identifier);
  if (store.hasGroup(name)) return name;
  throw noSuchGroup();
}

const named = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamName: z.string().optional(),
});

/** AWS names a stream in every resource, an empty one where the request names none. */
export function accessOf(groups: LogGroups, operation: string, body: unknown): readonly Access[] {
  const { logGroupName, logGroupIdentifier, logStreamName = '' } = named.safeParse(body).data ?? {};
  const group = groupArn(groups, groupName(logGroupName ?? logGroupIdentifier ?? ''));
  return [{ action: `logs:${operation}`, resource: `${group}:log-stream:${logStreamName}` }];
}

/** A group's name, given its name or ARN. */
function groupName(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:\d*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}
