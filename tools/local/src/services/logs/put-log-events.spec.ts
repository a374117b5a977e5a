import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { logGroupsOf } from './log-groups.fixture.ts';
import { openLogStore } from './log-store.ts';
import { logsService } from './part.ts';

const STREAM = { logGroupName: '/mine', logStreamName: 'one' };
const DAY_MS = 86_400_000;
const heard: string[] = [];
const store = openLogStore({ onLine: ({ line }) => void heard.push(line) });
let server: Awaited<ReturnType<typeof serveService>>;
let client: logs.CloudWatchLogsClient;
beforeAll(async () => {
  server = await serveService(
    logsService(logGroupsOf(store, { region: 'us-east-1', accountId: '000000000000' })),
  );
  client = new logs.CloudWatchLogsClient(clientSettings(server.url));
  await client.send(new logs.CreateLogGroupCommand({ logGroupName: '/mine' }));
  await client.send(new logs.CreateLogStreamCommand(STREAM));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  store.close();
});

const event = (message: string, ago = 0) => ({ message, timestamp: Date.now() - ago });
const put = (logEvents: logs.InputLogEvent[], more: object = {}) =>
  client.send(new logs.PutLogEventsCommand({ ...STREAM, logEvents, ...more }));
const messages = async () =>
  (await client.send(new logs.GetLogEventsCommand({ ...STREAM, startFromHead: true }))).events?.map(
    (each) => each.message,
  );

describe('events that a client puts', () => {
  it('are there as they were put, and heard as any line', async () => {
    await put([event('{"a":1}', 5), event('두 줄\n그리고', 1)]);
    expect(await messages()).toEqual(['{"a":1}', '두 줄\n그리고']);
    expect(heard).toEqual(['{"a":1}', '두 줄\n그리고']);
  });

  it('are left out when they are too old or too far ahead, and the answer says which', async () => {
    const before = await messages();
    expect(await put([event('old', 15 * DAY_MS)])).toMatchObject({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    });
    expect(await put([event('now'), event('new', -3 * 3_600_000)])).toMatchObject({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 },
    });
    expect(await messages()).toEqual([...(before ?? []), 'now']);
  });

  it.each([
    ['out of order', [event('b'), event('a', 1000)], {}, 'chronological order'],
    ['over more than a day', [event('a', 2 * DAY_MS), event('b')], {}, '24 hours'],
    ['over a megabyte', [event('x'.repeat(1_048_560))], {}, 'Upload too large'],
    ['without text', [event('')], {}, ''],
    ['of a stream that is not there', [event('a')], { logStreamName: 'none' }, 'stream does not exist'],
    ['of a group that is not there', [event('a')], { logGroupName: 'none' }, 'group does not exist'],
  ])('are refused %s', async (_, events, more, reason) => {
    await expect(put(events, more)).rejects.toThrow(reason);
  });
});

describe('groups and streams', () => {
  it('are deleted with all that is in them', async () => {
    const logGroupName = '/gone';
    await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    for (const logStreamName of ['a', 'b'])
      await client.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
    await put([event('x')], { logGroupName, logStreamName: 'a' });
    await client.send(new logs.DeleteLogStreamCommand({ logGroupName, logStreamName: 'a' }));
    const found = await client.send(new logs.DescribeLogStreamsCommand({ logGroupName }));
    expect(found.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['b']);
    await client.send(new logs.DeleteLogGroupCommand({ logGroupName }));
    await expect(client.send(new logs.DeleteLogGroupCommand({ logGroupName }))).rejects.toThrow('not exist');
    await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
    expect((await client.send(new logs.FilterLogEventsCommand({ logGroupName }))).events).toEqual([]);
  });

  it('are made once', async () => {
    const again = client.send(new logs.CreateLogStreamCommand(STREAM));
    await expect(again).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });
});

it('a day of retention is as long as the clock says', () => {
  const fast = openLogStore({ dayMs: 1000 });
  fast.setRetention(STREAM.logGroupName, 1);
  const line = { functionName: 'fn', logGroup: 'g', logStream: 's' };
  fast.append({ ...line, time: Date.now() - 5000, line: 'old' });
  fast.append({ ...line, time: Date.now(), line: 'new' });
  expect([...fast.events({ group: 'g' })]).toHaveLength(2);
  fast.setRetention('g', 1);
  expect([...fast.events({ group: 'g' })].map(({ message }) => message)).toEqual(['new\n']);
  fast.close();
});
