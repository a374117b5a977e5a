import { describe, expect, it } from '@jest/globals';
import { buildEventBridgeEvent, buildSnsEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import { type BusEvent, eventBridgeEvent, InvalidEventError, snsEvent, type SnsMessage } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const shape = z.object({ RideId: z.string() });
type Ride = z.infer<typeof shape>;
const context = buildLambdaContext();

describe('snsEvent', () => {
  const build = (handle: (message: SnsMessage<Ride>) => Promise<void>) => {
    const { log, metrics, lines } = recordLines();
    return { handler: snsEvent({ log, metrics, message: shape, handle }), log, lines };
  };

  it('hands over the message; lines written meanwhile tell which one', async () => {
    const seen: unknown[] = [];
    const { handler, log, lines } = build(async (message) => {
      log.info('seen');
      seen.push(message);
    });
    await handler(buildSnsEvent(['{"RideId":"r1"}']), context);
    expect(seen).toEqual([{ messageId: 'message-1', subject: undefined, body: { RideId: 'r1' } }]);
    expect(lines()).toContainEqual(expect.objectContaining({ message: 'seen', messageId: 'message-1' }));
  });

  it('rejects another message, and throws for one that failed once all have run', async () => {
    const { handler, lines } = build(async ({ body }) => {
      if (body.RideId === 'r2') throw new Error('the table does not answer');
    });
    await expect(
      handler(buildSnsEvent(['{}', '{"RideId":"r2"}', '{"RideId":"r3"}']), context),
    ).rejects.toThrow(/1 of 3 records failed/);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'record rejected', reason: 'Invalid' }),
    );
  });
});

describe('eventBridgeEvent', () => {
  const build = (handle: (event: BusEvent<Ride>) => Promise<void>) => {
    const { log, metrics, lines } = recordLines();
    return { handler: eventBridgeEvent({ log, metrics, detail: shape, handle }), log, lines };
  };

  it('hands over the event; lines written meanwhile tell which one', async () => {
    const seen: unknown[] = [];
    const { handler, log, lines } = build(async (event) => {
      log.info('seen');
      seen.push(event);
    });
    await handler(buildEventBridgeEvent({ RideId: 'r1' }), context);
    const id = '6a7e8feb-b491-4cf7-a9f1-bf3703467718';
    const resources = ['arn:aws:events:ap-northeast-2:123456789012:rule/rides'];
    const told = { id, source: 'rides', detailType: 'RideEnded', time: '2026-11-27T06:00:00Z', resources };
    expect(seen).toEqual([{ ...told, detail: { RideId: 'r1' } }]);
    expect(lines()).toContainEqual(expect.objectContaining({ message: 'seen', eventId: id }));
  });

  it('rejects an event with another detail, naming the field, and throws what failed', async () => {
    const { handler, lines } = build(() => Promise.reject(new Error('the table does not answer')));
    await handler(buildEventBridgeEvent({ RideId: 7 }), context);
    expect(JSON.stringify(lines())).toContain('detail.RideId: expected string');
    await expect(handler(buildEventBridgeEvent({ RideId: 'r1' }), context)).rejects.toThrow(
      /does not answer/,
    );
  });

  it('refuses the event of a topic by name', async () => {
    const { handler } = build(async () => undefined);
    await expect(handler(buildSnsEvent(['{}']), context)).rejects.toThrow(InvalidEventError);
  });
});
