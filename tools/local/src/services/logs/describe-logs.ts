import type * as z from 'zod';
import { invalidParameter } from './log-errors.ts';
import type { LogGroup, LogStore, LogStream } from './log-store.ts';
import type { describeLogGroupsInput, describeLogStreamsInput } from './logs-requests.ts';

/** The ARN of a group, without the `:*` that some operations add. */
export type GroupArn = (group: string) => string;

/** DescribeLogGroups. */
export function describeLogGroups(
  store: LogStore,
  arn: GroupArn,
  input: z.output<typeof describeLogGroupsInput>,
) {
  const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '' } = input;
  const groups = store.groups().filter(({ name }) => name.startsWith(prefix) && name.includes(pattern));
  const { items, ...next } = page(groups, input);
  return { logGroups: items.map((group) => wireGroup(group, arn)), ...next };
}

/** DescribeLogStreams. */
export function describeLogStreams(
  store: LogStore,
  arn: GroupArn,
  group: string,
  input: z.output<typeof describeLogStreamsInput>,
) {
  const prefix = input.logStreamNamePrefix ?? '';
  const streams = store.streams(group).filter(({ name }) => name.startsWith(prefix));
  if (input.orderBy === 'LastEventTime') streams.sort((a, b) => a.lastEventAt - b.lastEventAt);
  const { items, ...next } = page(input.descending ? streams.toReversed() : streams, input);
  return { logStreams: items.map((stream) => wireStream(stream, arn(group))), ...next };
}

function page<Item>(
  all: readonly Item[],
  { nextToken = '0', limit }: { nextToken?: string | undefined; limit: number },
) {
  const from = Number(nextToken);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('The specified nextToken is invalid.');
  const to = from + limit;
  return { items: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}

function wireGroup({ name, createdAt, retentionDays, storedBytes }: LogGroup, arn: GroupArn) {
  return {
    logGroupName: name,
    creationTime: createdAt,
    ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    arn: `${arn(name)}:*`,
    logGroupArn: arn(name),
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
