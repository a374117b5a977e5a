import {
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { type GomokuStack, startGomoku } from '../stack/gomoku-stack.fixture.ts';
import { type TraceDetail, traceDetail, type TraceSpan, type TraceSummary } from '@hanok/console';

const CANARY = 'canary-5d1e';
let stack: GomokuStack;
beforeAll(async () => {
  stack = await startGomoku();
});
afterAll(() => stack.stop());

const result = (PlayerName: string, more: object = {}) =>
  JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100, ...more });

async function ask(path: string): Promise<{ traces: TraceSummary[]; next: string | null }> {
  return (await fetch(`${stack.url}/_hanok/traces${path}`)).json() as never;
}
async function traceOf(id: string): Promise<TraceDetail> {
  return traceDetail.parse(await (await fetch(`${stack.url}/_hanok/traces/${id}`)).json());
}
const named = ({ tree }: TraceDetail, name: string) => tree.filter((span) => span.name === name);
const isAt = (span: TraceSpan | undefined, cause: TraceSpan | undefined) =>
  span !== undefined && cause !== undefined && span.causes.includes(cause.id);

/** Sends messages side by side, ten to a request; answers their ids. */
async function sendAll(bodies: readonly string[]): Promise<string[]> {
  const QueueUrl = stack.gomoku.outputs.GameResultQueueUrl;
  const batches = Array.from({ length: Math.ceil(bodies.length / 10) }, (_, index) =>
    bodies.slice(index * 10, index * 10 + 10),
  );
  const sent = await Promise.all(
    batches.map(async (batch) => {
      const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      return stack.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }),
  );
  return sent.flatMap(({ Successful = [] }) => Successful.map(({ MessageId = '' }) => MessageId));
}

describe('traces', () => {
  it('show each of a hundred messages from its entry to its last effect, and no effect of another', async () => {
    const players = Array.from({ length: 100 }, (_, index) => `player-number-${index}`);
    const ids = await sendAll(players.map((player) => result(player)));
    expect(new Set(ids).size).toBe(100);
    await eventually(async () => {
      const { traces } = await ask('?entry=message&function=game-rank-update&limit=200');
      expect(traces.filter(({ status }) => ['ok', 'retried'].includes(status))).toHaveLength(100);
    });
    let atOnce = 0;
    for (const [index, id] of ids.entries()) {
      const trace = await traceOf(id);
      // On busy processors a try takes longer than the function may on this clock, and the messages come again.
      if (trace.status === 'retried') continue;
      atOnce += 1;
      const [entry, ...others] = named(trace, 'sqs SendMessageBatch');
      const [process, ...more] = named(trace, 'game-sqs-process');
      const writes = named(trace, 'dynamodb TransactWriteItems');
      const [rank] = named(trace, 'game-rank-update');
      expect(others.length + more.length).toBe(0);
      expect(entry?.input).toContain(`"${players[index]}"`);
      expect(isAt(process, entry)).toBe(true);
      const write = writes.find((each) => isAt(rank, each));
      // Several invocations of one function run at a time: the call is in the one that has the message.
      expect(write?.parent).toBe(process?.id);
      expect(trace.tree.every(({ status }) => status === 'ok')).toBe(true);
    }
    expect(atOnce).toBeGreaterThanOrEqual(50);
  });

  it('show tries, a dead letter, and what became of it when it was moved back', async () => {
    const [id = ''] = await sendAll(['{"PlayerName":"Bad","WinDiff":0.5}']);
    await eventually(async () => expect((await traceOf(id)).status).toBe('dead'));
    const trace = await traceOf(id);
    expect(
      named(trace, 'game-sqs-process').map(({ attempt, failedItems }) => [attempt, failedItems]),
    ).toEqual([1, 2, 3, 4, 5].map((attempt) => [attempt, [id]]));
    expect(named(trace, 'dead letter in game-result-dead-letter-queue')).toHaveLength(1);
    expect(trace.flags).toEqual(expect.arrayContaining(['retry', 'deadLetter']));
    expect(named(trace, 'game-sqs-process')[0]?.lines).toEqual(
      expect.arrayContaining([expect.objectContaining({ line: expect.stringContaining('message failed') })]),
    );
    const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:game-result-dead-letter-queue';
    await eventually(async () => {
      await stack.clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
      expect(named(await traceOf(id), 'game-sqs-process').length).toBeGreaterThan(5);
    });
    expect((await traceOf(id)).flags).toContain('redrive');
  });

  it('show a request to an API, and are found by its request id and by the trace id that the client sends', async () => {
    const root = '1-5759e988-bd862e3fe1be46a994272793';
    const response = await fetch(`${stack.gomoku.outputs.RankingApiUrl}ranking?token=${CANARY}`, {
      headers: { 'x-amzn-trace-id': `Root=${root}`, authorization: `Bearer ${CANARY}-1` },
    });
    await response.text();
    const trace = await traceOf(root);
    expect(trace).toMatchObject({
      entry: 'request',
      name: 'GET /ranking',
      status: 'ok',
      functions: ['game-rank-reader'],
    });
    expect((await traceOf(response.headers.get('x-amzn-requestid') ?? '')).id).toBe(root);
    expect((await traceOf(root.slice(2).replace('-', ''))).id).toBe(root);
    expect(named(trace, 'game-rank-reader')[0]?.input).toContain('[redacted]');
  });

  it('hold no secret that was sent, and say what is not there', async () => {
    const body = result('Canary', { password: CANARY, note: `Bearer ${CANARY}` });
    const QueueUrl = stack.gomoku.outputs.GameResultQueueUrl;
    const { MessageId = '' } = await stack.clients.sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: body }),
    );
    await eventually(async () =>
      expect((await traceOf(MessageId)).functions).toEqual(['game-sqs-process', 'game-rank-update']),
    );
    const { traces } = await ask('?limit=200');
    const all = await Promise.all(traces.slice(0, 20).map(({ id }) => traceOf(id)));
    expect(JSON.stringify(all)).not.toContain(CANARY);
    const missing = await fetch(`${stack.url}/_hanok/traces/none`);
    expect([missing.status, await missing.json()]).toMatchObject([
      404,
      { error: "There is no trace of none: it is none of the stack's, or too old" },
    ]);
    expect((await fetch(`${stack.url}/_hanok/traces?status=fine`)).status).toBe(400);
  });

  it('are listed by text and in pages, the newest first', async () => {
    const first = await ask('?text=PLAYER-NUMBER-7&limit=5');
    expect(first.traces).toHaveLength(5);
    const second = await ask(`?text=player-number-7&limit=50&cursor=${first.next}`);
    expect(second).toMatchObject({ traces: { length: 6 }, next: null });
    expect((await ask('?text=no such text')).traces).toEqual([]);
  });
});
