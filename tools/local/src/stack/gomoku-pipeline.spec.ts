import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { AddPermissionCommand, ListQueuesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { buildRestEvent } from '@hanok/events/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { loadStacks } from '../template/load.ts';
import { type GomokuStack, startGomoku } from './gomoku-stack.fixture.ts';
import { askLogs, QUESTIONS } from './operating-questions.fixture.ts';

/** The message of the tutorial, to the letter. */
const EXACT = '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100 }';

let stack: GomokuStack;
beforeAll(async () => {
  stack = await startGomoku();
});
afterAll(() => stack.stop());

const result = (PlayerName: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100, ...more });
const stored = (name: string, player: unknown) =>
  eventually(async () => expect(await stack.gomoku.player(name)).toEqual(player));
const queueIsEmpty = () => eventually(async () => expect(await stack.gomoku.messagesLeft()).toBe(0));
const get = (path: string) => fetch(stack.gomoku.outputs.RankingApiUrl + path);
const ranked = (path: string, body: unknown) =>
  eventually(async () => expect(await (await get(path)).json()).toEqual(body));

describe('the stack Gomoku', () => {
  it('carries the message of the tutorial from queue to ranking, twice', async () => {
    await stack.gomoku.send(EXACT);
    await stored('SomeName', { Score: 1100, Win: 1, Lose: 0 });
    await eventually(async () =>
      expect(await (await get('ranking')).text()).toBe('[{"Player":"SomeName","Score":1100}]'),
    );
    await stack.gomoku.send(EXACT);
    await stored('SomeName', { Score: 1200, Win: 2, Lose: 0 });
    await ranked('ranking', [{ Player: 'SomeName', Score: 1200 }]);
  });

  it('counts a ResultId once, however often it is sent', async () => {
    const message = result('Retry', { ResultId: 'game-1/Retry' });
    for (const each of [message, message, message]) await stack.gomoku.send(each);
    await stored('Retry', { Score: 1100, Win: 1, Lose: 0 });
    await queueIsEmpty();
    expect(await stack.gomoku.player('Retry')).toEqual({ Score: 1100, Win: 1, Lose: 0 });
  });

  it('counts nine of ten once, and moves the bad one to the dead-letter queue after 5 receives', async () => {
    const bodies = Array.from({ length: 9 }, (_, index) => result(`Ninth${index % 3}`));
    const { messageIds, bad } = await sendBatch([...bodies, '{"PlayerName":"Bad","WinDiff":0.5}']);
    expect(messageIds).toHaveLength(10);
    await eventually(async () => expect(await stack.gomoku.deadLetter()).toBe(bad));
    const failures = stack.logOf('game-sqs-process').filter((line) => line.includes('message failed'));
    expect(failures).toHaveLength(5);
    for (const [index, line] of failures.entries()) {
      expect(JSON.parse(line)).toMatchObject({ messageId: messageIds.at(-1), receiveCount: index + 1 });
    }
    expect(stack.notices.filter((line) => line.startsWith('game-sqs-process'))).toEqual([
      expect.stringMatching(/^game-sqs-process: \d of \d+, 1 back \(receive 1 of 5\)$/),
      ...[2, 3, 4, 5].map((receive) => `game-sqs-process: 0 of 1, 1 back (receive ${receive} of 5)`),
      `game-sqs-process: message ${messageIds.at(-1)} moves to game-result-dead-letter-queue after 5 receives`,
    ]);
    for (const name of ['Ninth0', 'Ninth1', 'Ninth2'])
      expect(await stack.gomoku.player(name)).toEqual({ Score: 1300, Win: 3, Lose: 0 });
    expect(await stack.gomoku.player('Bad')).toBeUndefined();
    expect(await stack.gomoku.messagesLeft()).toBe(0);
  });

  it('answers for a player whose name is Hangul, a space, a slash and an emoji', async () => {
    const name = '홍 길동/😀+1';
    await stack.gomoku.send(result(name, { ScoreDiff: 5_000 }));
    const path = `ranking/${encodeURIComponent(name)}`;
    await ranked(path, { Player: name, Score: 6_000, Rank: 1 });
    await ranked('ranking?limit=1', [{ Player: name, Score: 6_000 }]);
  });

  it.each([
    ['ranking/nobody', 404, { Error: 'No such player on the board' }],
    ['ranking?limit=0', 400, { Error: expect.stringContaining('limit') }],
    ['ranking/nobody?around=x', 400, { Error: expect.stringContaining('around') }],
  ])('answers GET %s with %i', async (path, status, body) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });
});

describe('the metric RankFreshness', () => {
  const DAY_MS = 86_400_000;
  /** How many results were measured, and the sum of their ages in milliseconds. */
  async function measured() {
    const { Datapoints = [] } = await stack.clients.cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'Hanok', MetricName: 'RankFreshness', Period: DAY_MS / 1000, Unit: 'Milliseconds' },
        Dimensions: [{ Name: 'service', Value: 'game-rank-update' }],
        // The stack's clock is fast: what is measured now has a time of a later day.
        ...{ StartTime: new Date(Date.now() - DAY_MS), EndTime: new Date(Date.now() + 30 * DAY_MS) },
        Statistics: ['SampleCount', 'Sum'],
      }),
    );
    const total = (read: (point: (typeof Datapoints)[number]) => number | undefined) =>
      Datapoints.reduce((sum, point) => sum + (read(point) ?? 0), 0);
    return { count: total((point) => point.SampleCount), sum: total((point) => point.Sum) };
  }

  it('is the time from the sending of a result until the API answers its rank, each result once', async () => {
    await queueIsEmpty();
    const before = await measured();
    expect(before.count).toBeGreaterThan(0);
    const message = result('Fresh', { ResultId: 'game-1/Fresh' });
    const sentFrom = Date.now();
    await stack.gomoku.send(message);
    const sentBy = Date.now();
    let unknownAt = sentBy;
    for (let asked = sentBy; (await get('ranking/Fresh')).status === 404; asked = Date.now())
      unknownAt = asked;
    const after = await eventually(async () => {
      const now = await measured();
      expect(now.count).toBe(before.count + 1);
      return now;
    });
    const age = after.sum - before.sum;
    // The queue's clock is 200 times as fast, and times are whole milliseconds.
    expect(age).toBeGreaterThanOrEqual(unknownAt - sentBy - 2);
    expect(age).toBeLessThanOrEqual(Date.now() - sentFrom + 2);
    await stack.gomoku.send(message);
    await queueIsEmpty();
    await stored('Fresh', { Score: 1100, Win: 1, Lose: 0 });
    expect(await measured()).toEqual(after);
  });
});

describe('the ten questions of docs/operating.md', () => {
  const FUNCTIONS = ['game-sqs-process', 'game-rank-update', 'game-rank-reader'];
  const logGroupNames = FUNCTIONS.map((name) => `/aws/lambda/${name}`);
  const ask = (question: string, ids: Record<string, string> = {}) =>
    askLogs(stack.clients.logs, question, { logGroupNames, ids });
  /** What a query must answer for a function, counted in its lines by other means. */
  const linesOf = (name: string, text: string) => stack.logOf(name).filter((line) => line.includes(text));
  const fieldsOf = (name: string, text: string): Record<string, unknown>[] =>
    linesOf(name, text).map((line): Record<string, unknown> => JSON.parse(line));
  const failedMessage = () => String(fieldsOf('game-sqs-process', 'message failed')[0]?.['messageId']);
  const total = (metric: string) =>
    fieldsOf('game-sqs-process', `"${metric}":`).reduce((sum, line) => sum + Number(line[metric] ?? 0), 0);
  const log = (name: string) => `000000000000:/aws/lambda/${name}`;
  const perFunction = (count: (name: string) => number) =>
    FUNCTIONS.map((name) => [log(name), String(count(name))]).toSorted();
  const error = { 'error.name': 'InvalidRecordError' };

  it('are ten', () => expect(QUESTIONS.size).toBe(10));

  it('Which function fails most? and Which error is it?', async () => {
    const failures = String(linesOf('game-sqs-process', '"level":"error"').length);
    expect(failures).toBe('5');
    expect(await ask('Which function fails most?')).toEqual([{ '@log': log('game-sqs-process'), failures }]);
    expect(await ask('Which error is it?')).toEqual([
      {
        ...{ service: 'game-sqs-process', message: 'message failed', ...error, times: '5' },
        'error.message': expect.stringContaining('WinDiff'),
      },
    ]);
  });

  it('Which function is slowest?, How many calls are cold starts? and What costs most?', async () => {
    const slowest = await ask('Which function is slowest?');
    const calls = perFunction((name) => linesOf(name, 'REPORT RequestId').length);
    expect(slowest.map((row) => [row['@log'], row['calls']]).toSorted()).toEqual(calls);
    for (const { p50, p99, longest } of slowest) {
      expect(Number(p50)).toBeLessThanOrEqual(Number(p99));
      expect(Number(p99)).toBeLessThanOrEqual(Number(longest));
    }
    const cold = await ask('How many calls are cold starts?');
    expect(cold.map((row) => [row['@log'], row['coldStarts']]).toSorted()).toEqual(
      perFunction((name) => linesOf(name, 'Init Duration').length),
    );
    const costs = await ask('What costs most, and is the memory enough?');
    expect(costs).toHaveLength(FUNCTIONS.length);
    for (const { usedMB, givenMB, billedSeconds } of costs) {
      expect(givenMB).toBe('128');
      expect(Number(usedMB)).toBeGreaterThan(0);
      expect(Number(billedSeconds)).toBeGreaterThan(0);
    }
  });

  it('Why was this message dead-lettered? and Which messages come back again and again?', async () => {
    const MESSAGE_ID = failedMessage();
    const why = await ask('Why was this message dead-lettered?', { MESSAGE_ID });
    expect(why).toEqual(
      ['1', '2', '3', '4', '5'].map((receiveCount) => expect.objectContaining({ ...error, receiveCount })),
    );
    expect(await ask('Which messages come back again and again?')).toEqual([
      { messageId: MESSAGE_ID, ...error, failures: '5', receives: '5' },
    ]);
  });

  it('What happened to this request?, from its start to its report', async () => {
    const REQUEST_ID = String(fieldsOf('game-rank-update', '"message":"batch"')[0]?.['requestId']);
    const lines = await ask('What happened to this request?', { REQUEST_ID });
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(new Set(lines.map((row) => row['@log']))).toEqual(new Set([log('game-rank-update')]));
    expect(lines[0]?.['@message']).toMatch(/^START /);
    expect(lines.map((row) => row['@message']).join('\n')).toMatch(/"message":"batch"[^]*\nREPORT /);
  });

  it('How many results came more than once?', async () => {
    expect(total('ResultsRepeated')).toBeGreaterThan(0);
    expect(await ask('How many results came more than once?')).toEqual([
      { counted: String(total('ResultsApplied')), repeated: String(total('ResultsRepeated')) },
    ]);
  });

  it('How old are results when their rank can be read?', async () => {
    const rows = await ask('How old are results when their rank can be read?');
    const batches = rows.reduce((sum, row) => sum + Number(row['batches']), 0);
    expect(batches).toBe(linesOf('game-rank-update', '"RankFreshness":[').length);
    expect(batches).toBeGreaterThan(0);
    for (const { p90, oldest } of rows) expect(Number(p90)).toBeLessThanOrEqual(Number(oldest));
  });
});

describe('the API of the stack', () => {
  it('lists what the templates made, and nothing else', async () => {
    const { sqs, dynamodb, lambda } = stack.clients;
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
    expect(QueueUrls.map((url) => url.split('/').at(-1)).sort()).toEqual(namesOf('SQS::Queue', 'QueueName'));
    const { TableNames } = await dynamodb.send(new ListTablesCommand());
    expect(TableNames).toEqual(namesOf('DynamoDB::Table', 'TableName'));
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(
      namesOf('Lambda::Function', 'FunctionName'),
    );
    const settings = { Runtime: 'nodejs24.x', MemorySize: 128, Timeout: 60 };
    expect(Functions.find(({ FunctionName }) => FunctionName === 'game-sqs-process')).toMatchObject(settings);
  });

  it('describes the event source mappings as the template has them', async () => {
    const list = new ListEventSourceMappingsCommand();
    const { EventSourceMappings = [] } = await stack.clients.lambda.send(list);
    const byFunction = Object.groupBy(
      EventSourceMappings,
      (each) => each.FunctionArn?.split(':').at(-1) ?? '',
    );
    const common = { State: 'Enabled', FunctionResponseTypes: ['ReportBatchItemFailures'] };
    expect(byFunction).toEqual({
      'game-sqs-process': [
        expect.objectContaining({
          ...common,
          EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:game-result-queue',
          BatchSize: 10,
        }),
      ],
      'game-rank-update': [
        expect.objectContaining({
          ...common,
          EventSourceArn: expect.stringContaining('table/GomokuPlayerInfo/stream/'),
          StartingPosition: 'TRIM_HORIZON',
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: -1,
        }),
      ],
    });
  });

  it('invokes a function, and answers its log', async () => {
    const Payload = JSON.stringify(buildRestEvent({ httpMethod: 'GET', resource: '/ranking' }));
    const FunctionName = 'game-rank-reader';
    const answer = await stack.clients.lambda.send(
      new InvokeCommand({ FunctionName, Payload, LogType: 'Tail' }),
    );
    expect(answer.StatusCode).toBe(200);
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ statusCode: 200 });
    const { $metadata, LogResult = '' } = answer;
    const log = Buffer.from(LogResult, 'base64').toString();
    expect(log).toMatch(/^START RequestId: (\S+) [^]*\nREPORT RequestId: \1\tDuration: /);
    const logGroupName = '/aws/lambda/game-rank-reader';
    const filterPattern = `"REPORT RequestId: ${$metadata.requestId}"`;
    const { events } = await stack.clients.logs.send(
      new FilterLogEventsCommand({ logGroupName, filterPattern }),
    );
    expect(events).toHaveLength(1);
  });

  it('refuses by name an operation and a service that it does not have', async () => {
    const AWSAccountIds = ['000000000000'];
    const QueueUrl = stack.gomoku.outputs.GameResultQueueUrl;
    const input = { QueueUrl, AWSAccountIds, Label: 'all', Actions: ['*'] };
    await expect(stack.clients.sqs.send(new AddPermissionCommand(input))).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: expect.stringContaining('sqs:AddPermission'),
      $metadata: { httpStatusCode: 501 },
    });
    const authorization = 'AWS4-HMAC-SHA256 Credential=me/20260101/us-east-1/kinesis/aws4_request';
    const refused = await fetch(stack.url, { method: 'POST', headers: { authorization } });
    expect(refused.status).toBe(501);
    expect(await refused.text()).toContain('kinesis');
  });
});

async function sendBatch(
  bodies: readonly string[],
): Promise<{ messageIds: string[]; bad: string | undefined }> {
  const QueueUrl = stack.gomoku.outputs.GameResultQueueUrl;
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  const { Successful = [] } = await stack.clients.sqs.send(
    new SendMessageBatchCommand({ QueueUrl, Entries }),
  );
  const messageIds = Successful.toSorted((a, b) => Number(a.Id) - Number(b.Id)).map(
    ({ MessageId = '' }) => MessageId,
  );
  return { messageIds, bad: bodies.at(-1) };
}

/** Names of all resources of a type in the templates, sorted. */
function namesOf(type: string, property: string): unknown[] {
  const [gomoku] = loadStacks(assemblyFolder).filter(({ name }) => name === 'Gomoku');
  const resources = Object.values(gomoku?.template.Resources ?? {});
  const found = resources.filter(({ Type }) => Type === `AWS::${type}`);
  return found.map(({ Properties }) => Properties[property]).sort();
}
