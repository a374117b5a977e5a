import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import type { ServiceRequest } from '../../gateway/service.ts';
import { invalidParameter, noSuchGroup } from './errors.ts';
import type { Queries } from './insights/queries.ts';
import type { LogStore } from './log-store.ts';

/** What every operation works with. */
export type LogGroups = { store: LogStore; account: Account; queries: Queries };

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

/** AWS names a stream in every resource, an empty one where the request names none. */
const need = (groups: LogGroups, { operation }: ServiceRequest, group = '', stream = '') => [
  { action: `logs:${operation}`, resource: `${groupArn(groups, group)}:log-stream:${stream}` },
];
const onGroup = accessRule(
  z.object(groupMembers),
  (groups: LogGroups, { logGroupName, logGroupIdentifier = '' }, request) =>
    need(groups, request, groupName(logGroupName ?? logGroupIdentifier)),
);
const onNamedGroup = accessRule(
  z.object({ logGroupName: z.string() }),
  (groups: LogGroups, { logGroupName }, request) => need(groups, request, logGroupName),
);
const onStream = accessRule(
  z.object({ ...groupMembers, logStreamName: z.string() }),
  (groups: LogGroups, { logGroupName, logGroupIdentifier = '', logStreamName }, request) =>
    need(groups, request, groupName(logGroupName ?? logGroupIdentifier), logStreamName),
);

const names = z.array(z.string()).optional().catch(undefined);
const onGroups = accessRule(
  z.object({ ...groupMembers, logGroupNames: names, logGroupIdentifiers: names }),
  (groups: LogGroups, input, request) => {
    const named = [input.logGroupName, input.logGroupNames, input.logGroupIdentifiers].flat();
    const given = named.filter((each) => each !== undefined);
    return (given.length === 0 ? [''] : given).flatMap((each) => need(groups, request, groupName(each)));
  },
);
const onAll = (_: LogGroups, _input: unknown, { operation }: ServiceRequest) => [
  { action: `logs:${operation}`, resource: '*' },
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const ACCESS: AccessRules<LogGroups> = {
  DescribeLogGroups: (groups, _input, request) => need(groups, request),
  DescribeLogStreams: onGroup,
  GetLogEvents: onStream,
  FilterLogEvents: onGroup,
  CreateLogGroup: onNamedGroup,
  DeleteLogGroup: onNamedGroup,
  PutRetentionPolicy: onNamedGroup,
  DeleteRetentionPolicy: onNamedGroup,
  CreateLogStream: onNamedGroup,
  DeleteLogStream: onStream,
  PutLogEvents: onStream,
  StartQuery: onGroups,
  GetQueryResults: onAll,
  StopQuery: onAll,
  DescribeQueries: onAll,
};

/** A group's name, given its name or ARN. */
function groupName(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:\d*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}
