import { describe, expect, it } from '@jest/globals';
import { buildMessageEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import { messageRoute, webSocket } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const LIMIT = 64;

/** What becomes of a body: the value that the handler gets, or code and field of the refusal. */
async function read(body: string, options: { maxBytes?: number; isBase64Encoded?: boolean } = {}) {
  const shape = z.looseObject({
    room: z.optional(z.string()),
    at: z.optional(z.object({ x: z.number() })),
    more: z.optional(z.record(z.string(), z.number())),
  });
  let got: unknown;
  const route = messageRoute({
    routeKey: 'say',
    principal: z.unknown(),
    body: shape,
    maxBytes: options.maxBytes ?? LIMIT,
    handle: async (message) => void (got = message.body),
  });
  const { log, metrics, lines } = recordLines();
  const event = { ...buildMessageEvent({ routeKey: 'say', body }), ...options };
  const answer = await webSocket({ log, metrics, routes: [route] })(event, buildLambdaContext());
  const frame: unknown = JSON.parse(answer.body ?? 'null');
  return { frame, got, lines: JSON.stringify(lines()) };
}

const refusal = (code: string, field: string) => ({
  type: 'error',
  code,
  field,
  reference: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
});

describe('the body of a message', () => {
  it.each([
    ['', 'body'],
    ['not JSON secret', 'body'],
    ['\uFEFF{}', 'body'],
    ['null', 'body'],
    ['[]', 'body'],
    ['"text"', 'body'],
    ['{"room":"a","room":"b"}', 'body'],
    ['{"room":"a","\\u0072oom":"b"}', 'body'],
    ['{"at":{"x":1,"x":2}}', 'body'],
    ['{"__proto__":{"room":"a"}}', 'body'],
    ['{"at":{"x":1,"__proto__":{}}}', 'body'],
    ['{"\\u005f_proto__":1}', 'body'],
    ['{"constructor":{"prototype":{"x":1}}}', 'body'],
    ['{"list":[{"prototype":1}]}', 'body'],
    ['{"room":7}', 'room'],
    ['{"at":{}}', 'at.x'],
    ['{"at":{"x":1e999}}', 'at.x'],
  ])('%j is refused as INVALID, field %s', async (body, field) => {
    const { frame, got, lines } = await read(body);
    expect(frame).toEqual(refusal('INVALID', field));
    expect(got).toBeUndefined();
    expect(lines).not.toContain('secret');
  });

  it.each([
    ['a', 1],
    ['한', 3],
    ['😀', 4],
    ['\u00e9', 2],
  ])('of %j is measured in bytes of UTF-8', async (character, bytes) => {
    const fill = LIMIT - '{"room":""}'.length;
    const room = character.repeat(Math.floor(fill / bytes)) + 'a'.repeat(fill % bytes);
    expect(await read(JSON.stringify({ room }))).toMatchObject({ frame: null, got: { room } });
    const over = await read(JSON.stringify({ room: `${room}a` }));
    expect(over).toMatchObject({ frame: refusal('TOO_LARGE', 'body'), got: undefined });
  });

  it('may have 131,072 bytes and no more when the route sets no limit', async () => {
    const route = messageRoute({
      routeKey: 'say',
      principal: z.unknown(),
      body: z.object({ room: z.string() }),
      handle: async ({ body }) => ({ type: 'length', length: body.room.length }),
    });
    const { log, metrics } = recordLines();
    const answerOf = async (bytes: number) => {
      const body = JSON.stringify({ room: 'a'.repeat(bytes - '{"room":""}'.length) });
      const event = buildMessageEvent({ routeKey: 'say', body });
      return (await webSocket({ log, metrics, routes: [route] })(event, buildLambdaContext())).body;
    };
    expect(await answerOf(131_072)).toBe('{"type":"length","length":131061}');
    expect(await answerOf(131_073)).toBe(JSON.stringify(refusal('TOO_LARGE', 'body')));
  });

  it('may be nested 32 levels deep, and a bomb of 60,000 levels is refused', async () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(await read(nested(32), { maxBytes: 131_072 })).toMatchObject({ frame: null });
    for (const levels of [33, 60_000])
      expect(await read(nested(levels), { maxBytes: 131_072 })).toMatchObject({
        frame: refusal('INVALID', 'body'),
      });
  });

  it('is text: base64 of an integration that converts it is refused', async () => {
    expect(await read('e30=', { isBase64Encoded: true })).toMatchObject({
      frame: refusal('INVALID', 'body'),
    });
  });

  it('whose field names are long is answered with 200 characters of the name', async () => {
    const { frame } = await read(JSON.stringify({ more: { ['k'.repeat(500)]: 'x' } }), { maxBytes: 1_000 });
    expect(frame).toEqual(refusal('INVALID', `more.${'k'.repeat(195)}`));
  });
});
