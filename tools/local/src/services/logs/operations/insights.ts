import * as z from 'zod';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import { invalidParameter } from '../errors.ts';
import type { Query } from '../insights/queries.ts';
import { existingGroup, groupText, type LogGroups } from '../log-groups.ts';

const second = z.int().min(0).max(253_402_300_799);
const STATUSES = ['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout', 'Unknown'];

const startInput = z.strictObject({
  logGroupName: groupText.optional(),
  logGroupNames: z.array(groupText).min(1).max(50).optional(),
  logGroupIdentifiers: z.array(groupText).min(1).max(50).optional(),
  startTime: second,
  endTime: second,
  queryString: z.string().max(10_000),
  limit: z.int().min(1).max(10_000).default(10_000),
});
const ofQuery = z.strictObject({ queryId: z.string().min(1).max(256) });
const listInput = z.strictObject({
  logGroupName: groupText.optional(),
  status: z.enum(STATUSES).optional(),
  maxResults: z.int().min(1).max(1000).default(1000),
});

/** The operations of Logs Insights. */
export const INSIGHTS_OPERATIONS: Readonly<Record<string, JsonOperation<LogGroups>>> = {
  StartQuery: operation(startInput, (groups: LogGroups, input) => {
    const named = [input.logGroupName, input.logGroupNames, input.logGroupIdentifiers];
    if (named.filter((each) => each !== undefined).length !== 1)
      throw invalidParameter(
        'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is required.',
      );
    if (input.startTime > input.endTime)
      throw invalidParameter('Query start time must not be after its end time.');
    const names = named.flat().filter((each) => each !== undefined);
    const query = groups.queries.start({
      text: input.queryString,
      groups: [...new Set(names.map((logGroupIdentifier) => existingGroup(groups, { logGroupIdentifier })))],
      startTime: input.startTime * 1000,
      endTime: input.endTime * 1000 + 999,
      limit: input.limit,
    });
    return { queryId: query.id };
  }),
  GetQueryResults: operation(ofQuery, ({ queries }: LogGroups, { queryId }) => {
    const { rows, statistics, status } = queries.get(queryId);
    const results = rows.map((row) => row.map(([field, value]) => ({ field, value })));
    return { results, statistics, status, queryLanguage: 'CWLI' };
  }),
  StopQuery: operation(ofQuery, ({ queries }: LogGroups, { queryId }) => ({
    success: queries.cancel(queryId),
  })),
  DescribeQueries: operation(listInput, ({ queries }: LogGroups, { logGroupName, status, maxResults }) => {
    const found = queries
      .all()
      .filter(
        (query) =>
          (logGroupName === undefined || query.groups.includes(logGroupName)) &&
          (status ?? query.status) === query.status,
      );
    return { queries: found.slice(0, maxResults).map(wireQuery) };
  }),
};

function wireQuery({ id, text, status, createdAt, groups }: Query): object {
  const [logGroupName] = groups;
  return {
    queryId: id,
    queryString: text,
    status,
    createTime: createdAt,
    logGroupName,
    queryLanguage: 'CWLI',
  };
}
