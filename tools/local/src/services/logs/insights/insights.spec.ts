import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeQueriesCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings, eventually } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveService } from '../../../gateway/serve-service.fixture.ts';
import { logGroupsOf } from '../log-groups.fixture.ts';
import { openLogStore } from '../log-store.ts';
import { logsService } from '../part.ts';

const STREAM = { logGroupName: '/aws/lambda/fn', logStreamName: 'one' };
const [GROUP, HOSTILE, BUSY] = [STREAM.logGroupName, '/hostile', '/busy'];
const ID = '7f3c2a10-0000-4000-8000-000000000001';
/** Whole five minutes, some of them ago. */
const BEGIN = Math.floor(Date.now() / 300_000 - 3) * 300_000;
const MESSAGES = [
  `START RequestId: ${ID} Version: $LATEST`,
  '{"level":"INFO","message":"ride requested","rider":{"name":"민수"},"ms":120,"tags":["a","b"]}',
  '{"level":"ERROR","message":"no unicorn","rider":{"name":"Ana"},"ms":80.5}',
  `2026-11-27T03:00:00.000Z\t${ID}\tINFO\tuser=ana status=404 size=12`,
  `2026-11-27T03:00:00.000Z\t${ID}\tINFO\tuser=bo status=200 size=30`,
  `END RequestId: ${ID}`,
  `REPORT RequestId: ${ID}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t`,
];

const store = openLogStore();
let server: Awaited<ReturnType<typeof serveService>>;
let client: CloudWatchLogsClient;
beforeAll(async () => {
  server = await serveService(
    logsService(logGroupsOf(store, { region: 'us-east-1', accountId: '000000000000' })),
  );
  client = new CloudWatchLogsClient(clientSettings(server.url));
  for (const logGroupName of [GROUP, HOSTILE, BUSY]) {
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'one' }));
  }
  const logEvents = MESSAGES.map((message, index) => ({ message, timestamp: BEGIN + index * 60_000 }));
  await client.send(new PutLogEventsCommand({ ...STREAM, logEvents }));
  const message = `${'a'.repeat(50_000)}!`;
  await client.send(
    new PutLogEventsCommand({ ...STREAM, logGroupName: HOSTILE, logEvents: [{ message, timestamp: BEGIN }] }),
  );
  const atOnce = ['first', 'second', 'third'].map((each) => ({ message: each, timestamp: BEGIN }));
  await client.send(new PutLogEventsCommand({ ...STREAM, logGroupName: BUSY, logEvents: atOnce }));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  store.close();
});

async function start(queryString: string, logGroupName = GROUP) {
  const { queryId = '' } = await client.send(
    new StartQueryCommand({
      ...{ logGroupName, queryString },
      ...{ startTime: BEGIN / 1000 - 60, endTime: BEGIN / 1000 + 3600 },
    }),
  );
  return queryId;
}

async function ended(queryString: string, logGroupName = GROUP) {
  return endOf(await start(queryString, logGroupName));
}

function endOf(queryId: string) {
  return eventually(async () => {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    expect(answer.status).not.toBe('Running');
    return { ...answer, queryId };
  });
}

/** The rows of a query, without pointers. */
async function rows(query: string, logGroupName = GROUP): Promise<Record<string, string | undefined>[]> {
  const { results = [], status } = await ended(query, logGroupName);
  expect(status).toBe('Complete');
  return results.map((row) =>
    Object.fromEntries(row.flatMap(({ field = '', value }) => (field === '@ptr' ? [] : [[field, value]]))),
  );
}

const column = async (query: string, field: string) => (await rows(query)).map((row) => row[field]);

describe('a query of Logs Insights', () => {
  it('shows time and message of each event, the newest first, and counts what it read', async () => {
    const { results = [], statistics } = await ended('limit 2');
    expect(results.map((row) => row.map(({ field }) => field))).toEqual([
      ['@timestamp', '@message', '@ptr'],
      ['@timestamp', '@message', '@ptr'],
    ]);
    expect(results[0]?.[1]?.value).toBe(MESSAGES.at(-1));
    expect(results[0]?.[0]?.value).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000$/);
    expect(statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 7 });
  });

  it.each([
    ['filter level = "ERROR" | fields message', 'message', ['no unicorn']],
    ['filter rider.name = "민수" | display rider.name, tags.1', 'tags.1', ['b']],
    ['fields ms | filter ms > 100', 'ms', ['120']],
    ['fields ms | filter ispresent(ms) and not (ms >= 100)', 'ms', ['80.5']],
    ['filter @message like "status=404" | fields @requestId', '@requestId', [ID]],
    ['filter @message like /status=[45]\\d\\d/ | fields @requestId', '@requestId', [ID]],
    ['filter @message =~ /(?i)NO UNICORN/ | fields level', 'level', ['ERROR']],
    ['filter level in ["INFO", "WARN"] | fields level', 'level', ['INFO']],
    ['filter @type = "REPORT" | fields @duration', '@duration', ['12.5']],
    ['filter @type = "REPORT" | fields @maxMemoryUsed / 1000000 as mb', 'mb', ['70']],
    ['filter @type = "REPORT" | fields @billedDuration', '@billedDuration', ['13']],
    ['stats sum(ms / 10) as a, max(ms / 10) as b', 'b', ['12']],
    ['stats sum(`ms` / 10) as a, max(`ms` / 10) as b', 'a', ['20.05']],
    ['fields ms / 10 as a, ms / 20 as b | filter b > 5', 'b', ['6']],
    ['filter level = "INFO" # a remark\n| fields strlen(message) * 2 + 1 as n', 'n', ['29']],
    ['filter level = "INFO" | fields concat(toupper(level), "-", ms) as x', 'x', ['INFO-120']],
    ['filter level = "INFO" | fields @log', '@log', [`000000000000:${GROUP}`]],
    ['filter level = "INFO" | fields @logStream', '@logStream', ['one']],
  ])('filters and calculates: %s', async (query, field, values) => {
    expect(await column(query, field)).toEqual(values);
  });

  it('parses by glob and by regular expression', async () => {
    expect(
      await rows(
        'parse "user=* status=* size=*" as user, status, size | filter ispresent(user) | display user, size',
      ),
    ).toEqual([
      { user: 'bo', size: '30' },
      { user: 'ana', size: '12' },
    ]);
    expect(
      await rows('parse @message /user=(?<u>\\w+) status=(?<s>\\d+)/ | filter s = 404 | display u, s'),
    ).toEqual([{ u: 'ana', s: '404' }]);
  });

  it('gathers statistics, by field and by time', async () => {
    expect(await rows('stats count(*) as all, count(ms), sum(ms), avg(ms), min(ms), max(ms)')).toEqual([
      {
        all: '7',
        'count(ms)': '2',
        'sum(ms)': '200.5',
        'avg(ms)': '100.25',
        'min(ms)': '80.5',
        'max(ms)': '120',
      },
    ]);
    expect(await rows('stats count(*) as n by level | sort n desc, level asc | limit 1')).toEqual([
      { n: '5' },
    ]);
    const times = await rows('stats count(*) as n by bin(5m) as t | sort t asc');
    expect(times.map(({ n }) => n)).toEqual(['5', '2']);
    expect(times[0]?.['t']).toBe(new Date(BEGIN).toISOString().replace('T', ' ').replace('Z', ''));
    expect(await rows('stats pct(ms, 50) as p, count_distinct(@type) as d')).toEqual([{ p: '80.5', d: '3' }]);
  });

  it.each([
    ['sort @timestamp', ['first', 'second', 'third']],
    ['sort @timestamp desc', ['third', 'second', 'first']],
  ])('shows the events of one millisecond in their order too: %s', async (sort, messages) => {
    const found = await rows(`fields @timestamp, @message | ${sort}`, BUSY);
    expect(found.map((row) => row['@message'])).toEqual(messages);
  });

  it('sorts, and keeps the first of each', async () => {
    expect(await column('filter ispresent(ms) | sort ms asc | fields ms', 'ms')).toEqual(['80.5', '120']);
    const found = await column(
      'filter ispresent(@requestId) | fields @requestId | dedup @requestId',
      '@requestId',
    );
    expect(found).toEqual([ID]);
  });

  it.each([
    ['fields @message | filtr level = 1', 'unexpected symbol found filtr at line 1 and position 19'],
    ['fields @message\n| filter level = ', 'unexpected end of the query at line 2 and position 18'],
    ['filter (a = 1', 'unexpected end of the query at line 1 and position 14'],
    ['fields a ~ b', 'unexpected symbol found ~ at line 1 and position 10'],
    ['limit 0', 'unexpected symbol found 0 at line 1 and position 7'],
    ['stats median(ms)', 'does not support the aggregation median'],
    ['fields jsonParse(a)', 'does not support the function jsonParse'],
    ['filter a like /(/', 'The regular expression is invalid'],
    ['parse "a * b *" as x', 'parse has 2 * in its pattern and 1 names'],
    [`filter ${'('.repeat(5000)}a`, 'nested too deeply'],
    [`filter ${'not '.repeat(2000)} a =`, 'unexpected end of the query'],
  ])('is refused with its position: %.40s', async (query, reason) => {
    await expect(ended(query)).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message: expect.stringContaining(reason),
    });
  });

  it.each(['filter @message like /^(a+)+$/', 'parse /(a|aa)+$/ as x', 'filter @message like /a*a*a*a*b/'])(
    'that would take for ever ends, and holds up nothing: %s',
    async (query) => {
      const begun = performance.now();
      expect((await ended(query, HOSTILE)).status).toBe('Timeout');
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect(await column('limit 1', '@message')).toEqual([MESSAGES.at(-1)]);
    },
  );

  it('holds up no other call, can be stopped while it runs, and leaves nothing to the next one', async () => {
    const queryId = await start('filter @message like /^(a+)+$/', HOSTILE);
    let longest = 0;
    for (let call = 0; call < 20; call += 1) {
      const begun = performance.now();
      await client.send(new DescribeQueriesCommand({ logGroupName: HOSTILE, status: 'Running' }));
      longest = Math.max(longest, performance.now() - begun);
    }
    const status = async () => (await client.send(new GetQueryResultsCommand({ queryId }))).status;
    expect(await status()).toBe('Running');
    expect(longest).toBeLessThan(400);
    const waiting = await start('limit 1');
    expect(await client.send(new StopQueryCommand({ queryId }))).toMatchObject({ success: true });
    expect(await status()).toBe('Cancelled');
    expect((await endOf(waiting)).status).toBe('Complete');
    expect(await status()).toBe('Cancelled');
  });

  it('is cancelled before it began, and never runs', async () => {
    const [hostile, second] = [
      await start('filter @message like /^(a+)+$/', HOSTILE),
      await start('limit 1'),
    ];
    await client.send(new StopQueryCommand({ queryId: second }));
    await client.send(new StopQueryCommand({ queryId: hostile }));
    expect(await column('limit 1', '@message')).toEqual([MESSAGES.at(-1)]);
    expect(await client.send(new GetQueryResultsCommand({ queryId: second }))).toMatchObject({
      ...{ status: 'Cancelled', results: [], statistics: { recordsScanned: 0 } },
    });
  });

  it('is listed; one that is over cannot be stopped, and an unknown one has no results', async () => {
    const { queryId } = await ended('limit 1');
    const { queries = [] } = await client.send(new DescribeQueriesCommand({ logGroupName: GROUP }));
    expect(queries[0]).toMatchObject({ queryId, status: 'Complete', queryString: 'limit 1' });
    await expect(client.send(new StopQueryCommand({ queryId }))).rejects.toThrow('already ended');
    await expect(client.send(new GetQueryResultsCommand({ queryId: 'none' }))).rejects.toThrow(
      'does not exist',
    );
  });
});
