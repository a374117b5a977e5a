import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { jsonString, snsRecords } from '@hanok/events';
import { buildSqsEvent, buildStreamEvent } from '@hanok/events/testing';
import { clientSettings } from '@hanok/testing';
import * as z from 'zod/mini';
import { gameResult, playerImage, playerKey } from './records.fixture.ts';
import {
  addLogIds,
  asyncEvent,
  clientOptions,
  continueTrace,
  eachMessage,
  sqsBatch,
  streamBatch,
  task,
  traceMetadata,
} from './index.ts';
import { buildLambdaContext, recordLines } from './testing/index.ts';

const [A, B, OWN] = ['a', 'b', 'c'].map((digit) => `1-5759e988-${digit.repeat(24)}`);
const LINEAGE = 'Lineage=1:f49e8b0d:0';
const BODY = JSON.stringify({ PlayerName: 'kim', WinDiff: 1, LoseDiff: 0, ScoreDiff: 1 });
const ENVIRONMENT = { _X_AMZN_TRACE_ID: `Root=${OWN};Parent=${'1'.repeat(16)};Sampled=0;${LINEAGE}` };

/** What a service gets of the SDK's calls. */
const received: (string | undefined)[] = [];
const service = createServer((request, response) => {
  received.push(request.headers['x-amzn-trace-id']?.toString());
  response.end('{}');
}).listen(0, '127.0.0.1');
await once(service, 'listening');
const { port } = service.address() as AddressInfo; // Of a TCP server.
const client = new DynamoDBClient({ ...clientSettings(`http://127.0.0.1:${port}`), ...clientOptions() });
const call = () => client.send(new ListTablesCommand());
afterAll(() => {
  client.destroy();
  service.closeAllConnections();
  service.close();
});
beforeEach(() => void Object.assign(process.env, ENVIRONMENT));
afterEach(() => {
  received.length = 0;
  delete process.env['_X_AMZN_TRACE_ID'];
});

function batchOf(...traces: (string | undefined)[]) {
  const event = buildSqsEvent(traces.map(() => BODY));
  event.Records.forEach(({ attributes }, index) => {
    const trace = traces[index];
    if (attributes && trace !== undefined) attributes.AWSTraceHeader = trace;
  });
  return event;
}

const ids = (lines: Record<string, unknown>[]) =>
  lines
    .filter(({ message }) => message !== undefined)
    .map(({ message, traceId, traceIds }) => [message, traceIds ?? traceId]);

describe('a batch of messages', () => {
  const observed = () => {
    const { lines, ...observation } = recordLines();
    const handle = eachMessage<z.infer<typeof gameResult>>(async ({ messageId }) => {
      await call();
      if (messageId === 'message-2') throw new Error('no');
      observation.log.info('seen');
    });
    return { lines, handler: sqsBatch({ ...observation, body: jsonString(gameResult), handle }) };
  };

  it('logs, calls and fails each message under its own trace, and names all of them where it speaks of all', async () => {
    const { handler, lines } = observed();
    await handler(
      batchOf(`Root=${A};Sampled=1`, `Root=${B};Parent=${'2'.repeat(16)}`, undefined),
      buildLambdaContext(),
    );
    expect(ids(lines())).toEqual([
      ['seen', A],
      ['seen', OWN],
      ['message failed', B],
      ['batch', [A, B, OWN]],
    ]);
    expect(received).toEqual([
      `Root=${A};Sampled=1;${LINEAGE}`,
      `Root=${B};Parent=${'2'.repeat(16)};${LINEAGE}`,
      ENVIRONMENT._X_AMZN_TRACE_ID,
    ]);
  });

  it('of one trace is of that trace as a whole', async () => {
    const { handler, lines } = observed();
    await handler(batchOf(`Root=${A}`, `Root=${A}`), buildLambdaContext());
    expect(ids(lines())).toEqual([
      ['seen', A],
      ['message failed', A],
      ['batch', A],
    ]);
  });

  it('takes the attribute traceparent of a sender that has no X-Ray', async () => {
    const { handler, lines } = observed();
    const event = batchOf(undefined);
    const stringValue = `00-5759e988${'a'.repeat(24)}-${'3'.repeat(16)}-01`;
    for (const record of event.Records) record.messageAttributes = { traceparent: { stringValue } };
    await handler(event, buildLambdaContext());
    expect(ids(lines())).toEqual([
      ['seen', A],
      ['batch', A],
    ]);
    expect(received).toEqual([`Root=${A};Parent=${'3'.repeat(16)};Sampled=1;${LINEAGE}`]);
  });

  it.each(['', 'x', 'Root=', `Root=${A}\r\nx-evil: 1`, `Parent=\u0000;Root=${A}`, `Root=${A};Parent=é;x=\n`])(
    'with the header %j still calls, and sends nothing that is no header',
    async (trace) => {
      const { handler } = observed();
      const answer = await handler(batchOf(trace), buildLambdaContext());
      expect(answer).toEqual({ batchItemFailures: [] });
      expect(received).toEqual([
        expect.stringMatching(/^Root=1-[\da-f-]{33};(Parent=1{16};Sampled=0;)?Lineage=[\w:]+$/),
      ]);
    },
  );
});

it('ten batches at the same time keep their traces apart', async () => {
  const { lines, log, metrics } = recordLines();
  const handle = eachMessage<z.infer<typeof gameResult>>(async ({ trace = '' }) => {
    await call();
    log.info(trace);
  });
  const handler = sqsBatch({ log, metrics, body: jsonString(gameResult), handle });
  const traces = Array.from({ length: 10 }, (_, index) => `Root=1-5759e988-${String(index).repeat(24)}`);
  await Promise.all(traces.map((trace) => handler(batchOf(trace), buildLambdaContext())));
  for (const [message, traceId] of ids(lines()).filter(([text]) => text !== 'batch'))
    expect(message).toBe(`Root=${String(traceId)}`);
  expect(received.toSorted()).toEqual(traces.map((trace) => `${trace};${LINEAGE}`));
});

it('a stream of items that tell their traces names them, and is of the trace when there is one', async () => {
  const { lines, ...observation } = recordLines();
  const handler = streamBatch({
    ...{ ...observation, key: playerKey, image: playerImage },
    handle: async () => {
      await call();
      return [];
    },
    noteRejected: () => Promise.resolve(),
    traceIds: ({ TraceIds }) => TraceIds,
  });
  const change = (sequenceNumber: string, PlayerName: string, trace = '') => ({
    ...{ eventName: 'MODIFY' as const, sequenceNumber, keys: { PlayerName: { S: PlayerName } } },
    newImage: { PlayerName: { S: PlayerName }, Score: { N: '1' }, TraceIds: { L: [{ S: trace }] } },
  });
  await handler(buildStreamEvent([change('1', 'kim', A)]), buildLambdaContext());
  await handler(buildStreamEvent([change('1', 'kim', A), change('2', 'lee', B)]), buildLambdaContext());
  expect(ids(lines())).toEqual([
    ['batch', A],
    ['batch', [A, B]],
  ]);
  expect(received[0]).toMatch(`Root=${A};`);
});

it('a record goes on under the trace of the object that it has read, and the next record does not', async () => {
  const { lines, ...observation } = recordLines();
  const record = z.object({ traceparent: z.optional(z.string()) });
  const written: object[] = [];
  const handler = asyncEvent({
    ...{ ...observation, records: snsRecords, record },
    handle: async ({ traceparent }) => {
      continueTrace(traceparent);
      await call();
      written.push(traceMetadata());
      observation.log.info('seen');
    },
  });
  const traceparent = `00-5759e988${'a'.repeat(24)}-${'3'.repeat(16)}-00`;
  await handler({ Records: [{ traceparent }, {}, { traceparent: 'no' }] }, buildLambdaContext());
  expect(ids(lines())).toEqual([
    ['seen', A],
    ['seen', OWN],
    ['seen', OWN],
  ]);
  const own = { traceparent: `00-5759e988${'c'.repeat(24)}-${'1'.repeat(16)}-00` };
  expect(written).toEqual([{ traceparent }, own, own]);
});

it('a task has the trace of its invocation, and ids that it finds out stand on the lines after that', async () => {
  const { lines, ...observation } = recordLines();
  const handle = async (id: string) => {
    addLogIds({ trainingId: id });
    await call();
  };
  await task({ ...observation, input: z.string(), handle })('training-1', buildLambdaContext());
  expect(lines()[0]).toMatchObject({ message: 'task done', traceId: OWN, trainingId: 'training-1' });
  expect(received).toEqual([ENVIRONMENT._X_AMZN_TRACE_ID]);
});

it('outside of Lambda no trace is logged, sent or written', async () => {
  delete process.env['_X_AMZN_TRACE_ID'];
  const { lines, ...observation } = recordLines();
  const written: object[] = [];
  const handle = async () => {
    await call();
    written.push(traceMetadata());
  };
  await task({ ...observation, input: z.string(), handle })('x', buildLambdaContext());
  expect(lines()[0]).not.toHaveProperty('traceId');
  expect([received, written]).toEqual([[undefined], [{}]]);
});
