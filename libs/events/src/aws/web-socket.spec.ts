import { describe, expect, it } from '@jest/globals';
import {
  parseInput,
  webSocketAuthorizerRequest,
  webSocketConnect,
  webSocketDisconnect,
  webSocketMessage,
} from '../index.ts';
import authorizerSample from '../samples/web-socket-authorizer.json' with { type: 'json' };
import connectSample from '../samples/web-socket-connect.json' with { type: 'json' };
import disconnectSample from '../samples/web-socket-disconnect.json' with { type: 'json' };
import messageSample from '../samples/web-socket-message.json' with { type: 'json' };
import { buildConnectEvent, buildDisconnectEvent, buildMessageEvent } from '../testing/index.ts';

const KINDS = {
  connect: { schema: webSocketConnect, sample: connectSample },
  message: { schema: webSocketMessage, sample: messageSample },
  disconnect: { schema: webSocketDisconnect, sample: disconnectSample },
  authorizer: { schema: webSocketAuthorizerRequest, sample: authorizerSample },
};
type Kind = keyof typeof KINDS;
const NAMES = ['connect', 'message', 'disconnect', 'authorizer'] as const;

/** The event with one field, which is given by its path, taken out or put in. */
function changed(event: object, path: string, value?: unknown): unknown {
  const copy: unknown = structuredClone(event);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = Object(names.reduce<unknown>((each, name) => Reflect.get(Object(each), name), copy));
  if (value === undefined && !Reflect.has(holder, last)) throw new Error(`The event has no ${path}`);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, value);
  return copy;
}

const context = (...names: string[]) => names.map((name) => `requestContext.${name}`);
const COMMON = context(
  'requestId',
  'stage',
  'domainName',
  'apiId',
  'identity',
  'connectedAt',
  'requestTimeEpoch',
);
const OPTIONAL: Record<Kind, string[]> = {
  connect: ['headers', 'queryStringParameters', ...COMMON, ...context('authorizer', 'routeKey')],
  message: ['body', 'isBase64Encoded', ...COMMON, ...context('authorizer', 'messageId')],
  disconnect: [
    'headers',
    ...COMMON,
    ...context('authorizer', 'routeKey', 'disconnectStatusCode', 'disconnectReason'),
  ],
  authorizer: ['headers', 'queryStringParameters', 'requestContext', ...COMMON, ...context('connectionId')],
};
const REQUIRED: Record<Kind, string[]> = {
  connect: context('connectionId', 'eventType'),
  message: context('connectionId', 'eventType', 'routeKey'),
  disconnect: context('connectionId', 'eventType'),
  authorizer: ['type', 'methodArn'],
};

describe('events of WebSocket APIs', () => {
  it.each(NAMES)('%s: the sample parses, and is no event of another kind', (kind) => {
    const { sample } = KINDS[kind];
    const fitting = NAMES.filter((name) => parseInput(KINDS[name].schema, sample).ok);
    expect(fitting).toEqual([kind]);
  });

  it('what the builders make parses', () => {
    const principal = { principalId: 'kim', admin: true };
    expect(
      parseInput(webSocketConnect, buildConnectEvent({ principal, query: { ticket: 'a' } })),
    ).toMatchObject({
      ok: true,
      value: { queryStringParameters: { ticket: 'a' }, requestContext: { authorizer: principal } },
    });
    const message = buildMessageEvent({ routeKey: 'message', body: { text: 'a' }, connectionId: 'A=' });
    expect(parseInput(webSocketMessage, message)).toMatchObject({
      ok: true,
      value: { body: '{"text":"a"}', requestContext: { connectionId: 'A=' } },
    });
    expect(parseInput(webSocketDisconnect, buildDisconnectEvent({ code: 1005 }))).toMatchObject({
      ok: true,
      value: { requestContext: { disconnectStatusCode: 1005 } },
    });
  });

  it.each(NAMES.flatMap((kind) => OPTIONAL[kind].map((path) => [kind, path] as const)))(
    '%s: %s may be absent',
    (kind, path) => {
      const { schema, sample } = KINDS[kind];
      expect(parseInput(schema, changed(sample, path))).toMatchObject({ ok: true });
    },
  );

  it.each(NAMES.flatMap((kind) => REQUIRED[kind].map((path) => [kind, path] as const)))(
    '%s: %s is required, and named when it is absent',
    (kind, path) => {
      const { schema, sample } = KINDS[kind];
      expect(parseInput(schema, changed(sample, path))).toMatchObject({
        ok: false,
        reason: expect.stringContaining(path),
      });
    },
  );

  it.each([
    ['connect', 'requestContext.routeKey', '$default'],
    ['disconnect', 'requestContext.routeKey', '$connect'],
    ['message', 'requestContext.connectionId', ''],
    ['message', 'body', { text: 'a' }],
    ['authorizer', 'type', 'TOKEN'],
    ['authorizer', 'methodArn', 'arn:aws:execute-api:ap-northeast-2:123456789012:abc123/prod/GET/rooms'],
    ['authorizer', 'methodArn', 'arn:aws:execute-api:ap-northeast-2:123456789012:abc123/prod/$connect/x'],
  ] as const)('%s: %s is not %j', (kind, path, value) => {
    const { schema, sample } = KINDS[kind];
    const parsed = parseInput(schema, changed(sample, path, value));
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(path) });
  });

  it('new fields of AWS pass through, and nulls of captures of 2020 too', () => {
    const event = changed(messageSample, 'requestContext.identity', {
      cognitoIdentityId: null,
      userAgent: null,
      sourceIp: '192.0.2.1',
    });
    expect(parseInput(webSocketMessage, changed(Object(event), 'requestContext.new', 1))).toMatchObject({
      ok: true,
      value: { requestContext: { new: 1, identity: { cognitoIdentityId: null } } },
    });
  });
});
