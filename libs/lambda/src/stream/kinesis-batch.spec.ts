import { describe, expect, it } from '@jest/globals';
import { jsonString } from '@hanok/events';
import { buildKinesisEvent, buildSqsEvent, type KinesisChange } from '@hanok/events/testing';
import * as z from 'zod/mini';
import {
  InvalidEventError,
  kinesisBatch,
  type KinesisMessage,
  RejectedRecordError,
  type StreamFailure,
} from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

type Handle = (messages: readonly KinesisMessage<{ n: number }>[]) => Promise<readonly StreamFailure[]>;

/** Longer than a number of JavaScript can tell apart. */
const at = (n: number) => `4959033827149025660855969253836157109592157598913658895${n}`;
const record = (n: number): KinesisChange => ({
  sequenceNumber: at(n),
  data: `{"n":${n}}`,
  partitionKey: 'kim',
});

async function run(changes: readonly KinesisChange[], handle: Handle) {
  const { log, metrics, lines } = recordLines();
  const noted: [string, string][] = [];
  const handler = kinesisBatch({
    ...{ log, metrics, handle, data: jsonString(z.object({ n: z.number() })) },
    noteRejected: async (records) =>
      void noted.push(
        ...records.map(({ sequenceNumber, error }): [string, string] => [sequenceNumber, error.message]),
      ),
  });
  const { batchItemFailures } = await handler(buildKinesisEvent(changes), buildLambdaContext());
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), noted, lines };
}

describe('kinesisBatch', () => {
  it('hands over the data in order, with key and time of arrival', async () => {
    const seen: unknown[] = [];
    await run([record(1), record(2)], async (messages) => {
      seen.push(...messages);
      return [];
    });
    expect(seen).toEqual([
      { sequenceNumber: at(1), partitionKey: 'kim', arrivedAt: 1545084650987, data: { n: 1 } },
      { sequenceNumber: at(2), partitionKey: 'kim', arrivedAt: 1545084650987, data: { n: 2 } },
    ]);
  });

  it('answers the lowest sequence number that failed', async () => {
    const error = new Error('the table does not answer');
    const { failed } = await run([record(1), record(2), record(3)], async () => [
      { sequenceNumber: at(3), error },
      { sequenceNumber: at(2), error },
    ]);
    expect(failed).toEqual([at(2)]);
  });

  it.each([
    ['{"n":"one"}', 'n: expected number'],
    ['no JSON', 'data: not valid JSON'],
    [new Uint8Array([0x7b, 0xff, 0x7d]), 'data: expected UTF-8'],
  ])('notes %j and passes it over', async (data, reason) => {
    const seen: number[] = [];
    const changes = [record(1), { sequenceNumber: at(2), data }, record(3)];
    const { failed, noted } = await run(changes, async (messages) => {
      seen.push(...messages.map((each) => each.data.n));
      return [];
    });
    expect(failed).toEqual([]);
    expect(seen).toEqual([1, 3]);
    expect(noted).toEqual([[at(2), reason]]);
  });

  it('notes what the handler rejects', async () => {
    const error = new RejectedRecordError('TooLong', 'n: too long');
    const { failed, noted } = await run([record(1)], async () => [{ sequenceNumber: at(1), error }]);
    expect([failed, noted]).toEqual([[], [[at(1), 'n: too long']]]);
  });

  it('refuses the event of a queue by name', async () => {
    const { log, metrics } = recordLines();
    const handler = kinesisBatch({
      ...{ log, metrics, data: z.string(), handle: async () => [], noteRejected: async () => undefined },
    });
    await expect(handler(buildSqsEvent(['{}']), buildLambdaContext())).rejects.toThrow(InvalidEventError);
  });
});
