import * as z from 'zod';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import { invalidParameter } from '../errors.ts';
import { existingGroup, groupArn, groupMembers, type LogGroups } from '../log-groups.ts';
import type { LogGroup, LogStream } from '../log-store.ts';

const paging = { limit: z.int().min(1).max(50).default(50), nextToken: z.string().optional() };

const partOfName = z
  .string()
  .regex(/^[\w.\-/#]{0,512}$/, 'must be at most 512 letters, digits, _, -, /, . and #');

const groupsInput = z
  .strictObject({
    logGroupNamePrefix: partOfName.optional(),
    logGroupNamePattern: partOfName.optional(),
    ...paging,
  })
  .refine(
    (input) => input.logGroupNamePrefix === undefined || input.logGroupNamePattern === undefined,
    'logGroupNamePrefix and logGroupNamePattern cannot be given together',
  );
const streamsInput = z
  .strictObject({
    ...groupMembers,
    logStreamNamePrefix: z.string().optional(),
    orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
    descending: z.boolean().default(false),
    ...paging,
  })
  .refine(
    (input) => input.logStreamNamePrefix === undefined || input.orderBy === 'LogStreamName',
    'Cannot order by LastEventTime with a logStreamNamePrefix.',
  );

/** The operations that describe groups and streams. */
export const DESCRIBE_OPERATIONS: Readonly<Record<string, JsonOperation<LogGroups>>> = {
  DescribeLogGroups: operation(groupsInput, (groups: LogGroups, input) => {
    const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '' } = input;
    const found = groups.store
      .groups()
      .filter(({ name }) => name.startsWith(prefix) && name.includes(pattern));
    const { items, ...next } = page(found, input);
    return { logGroups: items.map((group) => wireGroup(group, groupArn(groups, group.name))), ...next };
  }),
  DescribeLogStreams: operation(streamsInput, (groups: LogGroups, input) => {
    const group = existingGroup(groups, input);
    const prefix = input.logStreamNamePrefix ?? '';
    const streams = groups.store.streams(group).filter(({ name }) => name.startsWith(prefix));
    if (input.orderBy === 'LastEventTime') streams.sort((a, b) => a.lastEventAt - b.lastEventAt);
    const { items, ...next } = page(input.descending ? streams.toReversed() : streams, input);
    return { logStreams: items.map((stream) => wireStream(stream, groupArn(groups, group))), ...next };
  }),
};

function page<Item>(
  all: readonly Item[],
  { nextToken = '0', limit }: { nextToken?: string | undefined; limit: number },
) {
  const from = Number(nextToken);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('The specified nextToken is invalid.');
  const to = from + limit;
  return { items: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}

function wireGroup({ name, createdAt, retentionDays, storedBytes }: LogGroup, arn: string) {
  return {
    logGroupName: name,
    creationTime: createdAt,
    ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes,
    logGroupClass: 'STANDARD',
  };
}

function wireStream(stream: LogStream, groupArn: string) {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.firstEventAt,
    lastEventTimestamp: stream.lastEventAt,
    lastIngestionTime: stream.lastIngestionAt,
    arn: `${groupArn}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}
