import { only, type ParameterTable, refused, supported, withoutEffect } from '../../gateway/parameters.ts';

const GROUP = supported('logGroupName', 'logGroupIdentifier');
const PAGE = ['nextToken', 'limit'];
const RANGE = ['startTime', 'endTime', ...PAGE];
/** No data is masked here. */
const UNMASK = only([false], 'unmask');

/** What the stack does with each parameter of CloudWatch Logs: all groups are of its account and of one class. */
export const PARAMETERS: ParameterTable = {
  DescribeLogGroups: {
    ...supported('logGroupNamePrefix', 'logGroupNamePattern', ...PAGE),
    ...refused('accountIdentifiers', 'logGroupIdentifiers'),
    ...only([false], 'includeLinkedAccounts'),
    ...only(['STANDARD'], 'logGroupClass'),
  },
  DescribeLogStreams: { ...GROUP, ...supported('logStreamNamePrefix', 'orderBy', 'descending', ...PAGE) },
  GetLogEvents: { ...GROUP, ...supported('logStreamName', 'startFromHead', ...RANGE), ...UNMASK },
  FilterLogEvents: {
    ...GROUP,
    ...supported('logStreamNames', 'logStreamNamePrefix', 'filterPattern', ...RANGE),
    ...UNMASK,
    ...only([true], 'startFromHead'),
    ...withoutEffect('events of several streams are always interleaved, as on AWS', 'interleaved'),
  },
  CreateLogGroup: {
    ...supported('logGroupName'),
    ...refused('kmsKeyId', 'tags'),
    ...only(['STANDARD'], 'logGroupClass'),
    ...only([false], 'deletionProtectionEnabled'),
  },
  PutRetentionPolicy: supported('logGroupName', 'retentionInDays'),
  DeleteRetentionPolicy: supported('logGroupName'),
  DeleteLogGroup: supported('logGroupName'),
  CreateLogStream: supported('logGroupName', 'logStreamName'),
  DeleteLogStream: supported('logGroupName', 'logStreamName'),
  PutLogEvents: {
    ...supported('logGroupName', 'logStreamName'),
    logEvents: supported('timestamp', 'message'),
    ...withoutEffect('AWS has not asked for it since 2023', 'sequenceToken'),
    ...refused('entity'),
  },
  StartQuery: {
    ...supported('logGroupName', 'logGroupNames', 'logGroupIdentifiers', 'startTime', 'endTime'),
    ...supported('queryString', 'limit'),
    ...only(['CWLI'], 'queryLanguage'),
  },
  GetQueryResults: { ...supported('queryId'), ...refused('maxItems', 'nextToken') },
  StopQuery: supported('queryId'),
  DescribeQueries: {
    ...supported('logGroupName', 'status', 'maxResults'),
    ...only(['CWLI'], 'queryLanguage'),
    ...refused('nextToken'),
  },
};
