import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings } from '@hanok/testing';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import type { LogLine } from '../../log-line.ts';
import { logGroupsOf } from './log-groups.fixture.ts';
import { openLogStore, type LogStore } from './log-store.ts';
import { logsService } from './part.ts';

const DAY_MS = 86_400_000;
const now = 100 * DAY_MS;
const LOG_GROUP_NAME = '/aws/lambda/fn';
const groupArn = `arn:aws:logs:eu-west-1:123456789012:log-group:${LOG_GROUP_NAME}`;
let live: LogLine[];
let store: LogStore;
let server: Awaited<ReturnType<typeof serveService>>;
let client: logs.CloudWatchLogsClient;

beforeEach(async () => {
  live = [];
  store = openLogStore({ onLine: (line) => void live.push(line), now: () => now });
  server = await serveService(
    logsService(logGroupsOf(store, { region: 'eu-west-1', accountId: '123456789012' })),
  );
  client = new logs.CloudWatchLogsClient({ ...clientSettings(server.url), region: 'eu-west-1' });
});
afterEach(() => {
  client.destroy();
  server.close();
  store.close();
});

function write(line: string, time = now, logStream = 'one'): void {
  store.append({ functionName: 'fn', logGroup: LOG_GROUP_NAME, logStream, time, line });
}

async function filter(
  input: Partial<logs.FilterLogEventsCommandInput> = {},
): Promise<(string | undefined)[]> {
  const named = input.logGroupIdentifier === undefined ? { logGroupName: LOG_GROUP_NAME } : {};
  const pages = logs.paginateFilterLogEvents({ client }, { ...named, ...input });
  const messages = [];
  for await (const { events = [] } of pages)
    messages.push(...events.map(({ message }) => message?.trimEnd()));
  return messages;
}

describe('FilterLogEvents', () => {
  it('answers in order of time, then of arrival, and tells every line live', async () => {
    write('second', now + 1);
    write('first', now, 'two');
    write('third', now + 1, 'two');
    expect(await filter()).toEqual(['first', 'second', 'third']);
    expect(live.map(({ line }) => line)).toEqual(['second', 'first', 'third']);
  });

  it('selects by time, both ends included, by stream and by pattern', async () => {
    for (const [index, stream] of ['one', 'one', 'two', 'two'].entries())
      write(`line ${index}`, now + index, stream);
    expect(await filter({ startTime: now + 1, endTime: now + 2 })).toEqual(['line 1', 'line 2']);
    expect(await filter({ logStreamNames: ['two'] })).toEqual(['line 2', 'line 3']);
    expect(await filter({ logStreamNamePrefix: 'o' })).toEqual(['line 0', 'line 1']);
    expect(await filter({ filterPattern: '?1 ?2' })).toEqual(['line 1', 'line 2']);
    expect(await filter({ logGroupIdentifier: groupArn, filterPattern: '3' })).toEqual(['line 3']);
  });

  it('pages by limit and by a megabyte without loss', async () => {
    const lines = Array.from({ length: 7 }, (_, index) => `${index}`.padEnd(300_000, 'x'));
    for (const line of lines) write(line);
    const { events, nextToken } = await client.send(
      new logs.FilterLogEventsCommand({ logGroupName: LOG_GROUP_NAME }),
    );
    expect(events).toHaveLength(3);
    expect(nextToken).toEqual(expect.any(String));
    expect(await filter()).toEqual(lines);
    expect(await filter({ limit: 2 })).toEqual(lines);
  });

  it('looks at a part of a large group for a page, which may be empty and have a next one', async () => {
    for (let index = 0; index < 12; index++) write('x'.repeat(1_000_000), now + index);
    write('found', now + 20);
    const input = { logGroupName: LOG_GROUP_NAME, filterPattern: 'found' };
    const { events, nextToken } = await client.send(new logs.FilterLogEventsCommand(input));
    expect(events).toEqual([]);
    expect(nextToken).toEqual(expect.any(String));
    expect(await filter({ filterPattern: 'found' })).toEqual(['found']);
  });

  it('keeps apart what the platform says and what a function writes in its form, and shows both', async () => {
    const report = 'REPORT RequestId: r\tDuration: 1.00 ms';
    const named = { functionName: 'fn', logGroup: LOG_GROUP_NAME, logStream: 'one' };
    store.append({ ...named, time: now, line: report, isPlatform: true });
    store.append({ ...named, time: now + 1, line: report, isPlatform: false });
    expect(await filter()).toEqual([report, report]);
    const stored = [...store.events({ group: LOG_GROUP_NAME })];
    expect(stored.map(({ isPlatform }) => isPlatform)).toEqual([true, false]);
  });

  it('names what it refuses', async () => {
    write('x');
    await expect(filter({ filterPattern: '[a, b]' })).rejects.toMatchObject({
      ...{ name: 'InvalidParameterException', message: expect.stringContaining('[a, b]') },
    });
    await expect(filter({ logGroupIdentifier: 'absent' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(filter({ limit: 10_001 })).rejects.toThrow(/limit/);
    await expect(filter({ logStreamNames: ['one'], logStreamNamePrefix: 'o' })).rejects.toThrow(/together/);
    const byTime = { logGroupName: LOG_GROUP_NAME, orderBy: 'LastEventTime' } as const;
    const named = new logs.DescribeLogStreamsCommand({ ...byTime, logStreamNamePrefix: 'o' });
    await expect(client.send(named)).rejects.toThrow('Cannot order by LastEventTime');
  });
});

describe('GetLogEvents', () => {
  it('reads forwards and backwards to an end, where the token stays', async () => {
    for (let index = 0; index < 5; index++) write(String(index), now + index);
    const get = async (input: Partial<logs.GetLogEventsCommandInput>) => {
      const wanted = { logGroupName: LOG_GROUP_NAME, logStreamName: 'one', limit: 2, ...input };
      const { events = [], ...tokens } = await client.send(new logs.GetLogEventsCommand(wanted));
      return { messages: events.map(({ message }) => message?.trimEnd()).join(), ...tokens };
    };
    const last = await get({});
    expect(last.messages).toBe('3,4');
    expect((await get({ nextToken: last.nextBackwardToken })).messages).toBe('1,2');
    const end = await get({ nextToken: last.nextForwardToken });
    expect(end).toMatchObject({ messages: '', nextForwardToken: last.nextForwardToken });
    const first = await get({ startFromHead: true });
    expect(first.messages).toBe('0,1');
    expect((await get({ nextToken: first.nextForwardToken })).messages).toBe('2,3');
    await expect(get({ logStreamName: 'absent' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('log groups', () => {
  it('are made by name or by their first line, and described with their streams', async () => {
    await client.send(new logs.CreateLogGroupCommand({ logGroupName: '/made' }));
    write('x', now, 'one');
    write('y', now + 5, 'two');
    const again = client.send(new logs.CreateLogGroupCommand({ logGroupName: LOG_GROUP_NAME }));
    await expect(again).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const { logGroups } = await client.send(
      new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws' }),
    );
    expect(logGroups).toMatchObject([{ logGroupName: LOG_GROUP_NAME, arn: `${groupArn}:*`, storedBytes: 4 }]);
    const byTime = { logGroupName: LOG_GROUP_NAME, orderBy: 'LastEventTime', descending: true } as const;
    const { logStreams } = await client.send(new logs.DescribeLogStreamsCommand(byTime));
    expect(logStreams?.map((stream) => stream.logStreamName)).toEqual(['two', 'one']);
  });

  it('lose what is older than their retention', async () => {
    write('old', now - 4 * DAY_MS);
    write('new', now - 2 * DAY_MS);
    await client.send(
      new logs.PutRetentionPolicyCommand({ logGroupName: LOG_GROUP_NAME, retentionInDays: 3 }),
    );
    expect(await filter()).toEqual(['new']);
    write('late', now - 5 * DAY_MS);
    expect(await filter()).toEqual(['new']);
    const refused = client.send(
      new logs.PutRetentionPolicyCommand({ logGroupName: LOG_GROUP_NAME, retentionInDays: 4 }),
    );
    await expect(refused).rejects.toThrow(/retentionInDays/);
  });
});
