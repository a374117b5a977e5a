import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { logGroupsOf } from './log-groups.fixture.ts';
import { openLogStore } from './log-store.ts';
import { PARAMETERS } from './parameters.ts';
import { logsService } from './part.ts';

const store = openLogStore();
const service = logsService(logGroupsOf(store, { region: 'eu-west-1', accountId: '123456789012' }));
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(async () => {
  await server.close();
  store.close();
});

const GROUP = { logGroupName: 'none', logGroupIdentifier: 'none' };
const PAGE = { nextToken: '0', limit: 1 };
const RANGE = { ...PAGE, startTime: 0, endTime: 1, unmask: false };

describeParameters({
  service: 'CloudWatch Logs',
  clients: [{ ...logs }],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    DescribeLogGroups: {
      ...{ ...PAGE, logGroupNamePrefix: 'a', logGroupNamePattern: 'a' },
      ...{ includeLinkedAccounts: false, logGroupClass: 'STANDARD' },
    },
    DescribeLogStreams: {
      ...{ ...GROUP, ...PAGE, logStreamNamePrefix: 'a', orderBy: 'LogStreamName', descending: true },
    },
    GetLogEvents: { ...GROUP, ...RANGE, logStreamName: 'a', startFromHead: true },
    FilterLogEvents: {
      ...{ ...GROUP, ...RANGE, logStreamNames: ['a'], logStreamNamePrefix: 'a', filterPattern: 'a' },
      ...{ startFromHead: true },
    },
    CreateLogGroup: { logGroupName: 'a', logGroupClass: 'STANDARD', deletionProtectionEnabled: false },
    PutRetentionPolicy: { logGroupName: 'none', retentionInDays: 1 },
    DeleteRetentionPolicy: { logGroupName: 'none' },
    DeleteLogGroup: { logGroupName: 'none' },
    CreateLogStream: { logGroupName: 'none', logStreamName: 'a' },
    DeleteLogStream: { logGroupName: 'none', logStreamName: 'a' },
    PutLogEvents: {
      ...{ logGroupName: 'none', logStreamName: 'a', logEvents: [{ timestamp: 1, message: 'a' }] },
    },
    StartQuery: {
      ...{ logGroupName: 'none', logGroupNames: ['none'], logGroupIdentifiers: ['none'], limit: 1 },
      ...{ startTime: 0, endTime: 1, queryString: 'fields @message', queryLanguage: 'CWLI' },
    },
    GetQueryResults: { queryId: 'none' },
    StopQuery: { queryId: 'none' },
    DescribeQueries: { logGroupName: 'none', status: 'Complete', maxResults: 1, queryLanguage: 'CWLI' },
  },
  refusal: 'InvalidParameterException',
  call: callsJson(
    service,
    () => server.url,
    () => 'Logs_20140328',
  ),
});
