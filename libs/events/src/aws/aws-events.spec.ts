import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { attributeMap, cognitoClaims, parseInput, restEvent, sqsEvent, streamRecord } from '../index.ts';
import restSample from '../samples/rest.json' with { type: 'json' };
import sqsSample from '../samples/sqs.json' with { type: 'json' };
import streamSample from '../samples/dynamodb-stream.json' with { type: 'json' };
import { buildRestEvent, buildSqsEvent, buildStreamEvent } from '../testing/index.ts';
import { jsonString, repeatedKey } from './json-string.ts';

describe('AWS events', () => {
  it('parse the samples and what the builders make', () => {
    expect(z.parse(sqsEvent, sqsSample).Records).toHaveLength(1);
    expect(z.parse(sqsEvent, buildSqsEvent(['a', 'b'])).Records.map((record) => record.body)).toEqual([
      'a',
      'b',
    ]);
    expect(z.parse(restEvent, restSample).pathParameters).toEqual({ player: 'SomeName' });
    expect(z.parse(restEvent, buildRestEvent({ httpMethod: 'GET', resource: '/ranking' })).body).toBeNull();
    const built = buildStreamEvent([
      { eventName: 'REMOVE', sequenceNumber: '7', keys: { PlayerName: { S: 'a' } } },
    ]);
    expect(z.parse(streamRecord, built.Records[0]).dynamodb.Keys).toEqual({ PlayerName: 'a' });
  });

  it.each([
    {},
    { 'cognito:username': '' },
    { 'cognito:username': 7 },
    { 'cognito:username': 'a', sub: null },
  ])('refuse the claims %j', (claims) => expect(z.safeParse(cognitoClaims, claims).success).toBe(false));

  it('read images as plain values', () => {
    const record = z.parse(streamRecord, streamSample.Records[0]);
    expect(record.dynamodb.NewImage).toEqual({ PlayerName: 'SomeName', Score: 1100, Win: 1, Lose: 0 });
  });

  it.each([
    [{ S: 'a' }, 'a'],
    [{ N: '-1.5' }, -1.5],
    [{ N: '1E+3' }, 1000],
    [{ N: '1.5e-7' }, 1.5e-7],
    [{ N: '9'.repeat(38) }, 1e38],
    [{ BOOL: false }, false],
    [{ NULL: true }, null],
    [{ B: 'aGk=' }, 'aGk='],
    [{ SS: ['a', 'b'] }, ['a', 'b']],
    [{ NS: ['1', '2'] }, [1, 2]],
    [{ BS: ['aGk='] }, ['aGk=']],
    [{ L: [{ S: 'a' }, { L: [{ N: '1' }] }] }, ['a', [1]]],
    [{ M: { a: { M: { b: { S: 'c' } } } } }, { a: { b: 'c' } }],
  ])('read the attribute value %j', (typed, plain) => {
    expect(z.parse(attributeMap, { x: typed })).toEqual({ x: plain });
  });

  it.each(['', ' ', ' 1', '0x10', '0b1', 'NaN', 'Infinity', '1_000', '1,5', '.', '1e'])(
    'read the number %j as none',
    (N) => {
      expect(z.parse(attributeMap, { x: { N }, y: { NS: ['1', N] } })).toEqual({
        x: Number.NaN,
        y: [1, Number.NaN],
      });
    },
  );

  it.each([
    [{ X: 'a' }],
    [{ S: 'a', N: '1' }],
    [{}],
    [{ S: 1 }],
    [{ N: 1 }],
    [{ BOOL: 'true' }],
    [{ NULL: null }],
    [{ B: 1 }],
    [{ SS: ['a', 1] }],
    [{ NS: '1' }],
    [{ BS: {} }],
    [{ L: { S: 'a' } }],
    [{ L: [{ S: 'a' }, 'a'] }],
    [{ M: [] }],
    [{ M: { a: { M: { b: { S: 1 } } } } }],
    ['a'],
    [null],
    [[]],
  ])('refuse the attribute value %j by the name of its attribute', (typed) => {
    const parsed = parseInput(attributeMap, { y: { S: 'a' }, x: typed });
    expect(parsed).toEqual({ ok: false, reason: 'x: expected an attribute value' });
  });

  it.each<[unknown, string]>([
    [undefined, 'missing'],
    ...[null, 'a', [], 1].map((item): [unknown, string] => [item, 'expected record']),
  ])('refuse %j as an item', (item, reason) => {
    expect(parseInput(z.object({ Keys: attributeMap }), { Keys: item })).toEqual({
      ok: false,
      reason: `Keys: ${reason}`,
    });
  });

  it('refuse more values within each other than DynamoDB takes', () => {
    const nested = (depth: number): unknown => {
      let typed: unknown = { S: 'a' };
      for (let level = 1; level < depth; level += 1) typed = level % 2 ? { L: [typed] } : { M: { a: typed } };
      return typed;
    };
    expect(parseInput(attributeMap, { x: nested(32) }).ok).toBe(true);
    for (const depth of [33, 100_000]) expect(parseInput(attributeMap, { x: nested(depth) }).ok).toBe(false);
  });

  it('are plain fields, whatever their names', () => {
    const item: unknown = JSON.parse('{"__proto__":{"M":{"Win":{"N":"1"}}},"constructor":{"S":"a"}}');
    const plain = z.parse(attributeMap, item);
    expect([Object.keys(plain), Object.getPrototypeOf(plain)]).toEqual([['constructor'], Object.prototype]);
  });
});

/** The event without one field, which is given by its path. */
function without(event: unknown, path: string): unknown {
  const copy: unknown = structuredClone(event);
  const names = path.split('.');
  let holder: unknown = copy;
  for (const name of names.slice(0, -1)) holder = Reflect.get(Object(holder), name);
  if (!Reflect.deleteProperty(Object(holder), names.at(-1) ?? '')) throw new Error(`cannot take out ${path}`);
  return copy;
}

const SCHEMAS = {
  stream: { schema: streamRecord, sample: streamSample.Records[0] },
  sqs: { schema: sqsEvent, sample: sqsSample },
  rest: { schema: restEvent, sample: restSample },
};

describe('fields of AWS events', () => {
  it.each([
    ...['eventID', 'eventName', 'eventVersion', 'eventSource', 'eventSourceARN', 'awsRegion'].map(
      (f) => ['stream', f] as const,
    ),
    ...['ApproximateCreationDateTime', 'NewImage', 'OldImage', 'SizeBytes', 'StreamViewType'].map(
      (field) => ['stream', `dynamodb.${field}`] as const,
    ),
    ...['receiptHandle', 'md5OfBody', 'eventSourceARN', 'awsRegion', 'attributes', 'messageAttributes'].map(
      (field) => ['sqs', `Records.0.${field}`] as const,
    ),
    ...['ApproximateReceiveCount', 'SentTimestamp', 'SenderId', 'ApproximateFirstReceiveTimestamp'].map(
      (field) => ['sqs', `Records.0.attributes.${field}`] as const,
    ),
    ...['resource', 'headers', 'queryStringParameters', 'pathParameters', 'requestContext', 'body'].map(
      (field) => ['rest', field] as const,
    ),
    ...(['requestContext.requestId', 'isBase64Encoded', 'stageVariables'] as const).map(
      (field) => ['rest', field] as const,
    ),
  ])('%s: %s may be absent', (kind, path) => {
    const { schema, sample } = SCHEMAS[kind];
    expect(parseInput(schema, without(sample, path))).toMatchObject({ ok: true });
  });

  it.each([
    ['stream', 'dynamodb.Keys'],
    ['stream', 'dynamodb.SequenceNumber'],
    ['sqs', 'Records.0.messageId'],
    ['sqs', 'Records.0.body'],
    ['sqs', 'Records.0.eventSource'],
    ['rest', 'httpMethod'],
    ['rest', 'path'],
  ] as const)('%s: %s is required, and named when it is absent', (kind, path) => {
    const { schema, sample } = SCHEMAS[kind];
    const parsed = parseInput(schema, without(sample, path));
    expect(parsed).toMatchObject({
      ok: false,
      reason: expect.stringContaining(path.split('.').at(-1) ?? ''),
    });
  });
});

describe('records of other services', () => {
  it.each(['stream', 'sqs'] as const)('are no records of %s', (kind) => {
    const { schema } = SCHEMAS[kind];
    const record = {
      ...(kind === 'stream' ? streamSample : sqsSample).Records[0],
      eventSource: 'aws:kinesis',
    };
    expect(parseInput(schema, kind === 'stream' ? record : { Records: [record] })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('eventSource'),
    });
  });
});

describe('repeatedKey', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":{"b":1,"b":2}}', 'b'],
    ['[{"a":1},{"a":1}]', undefined],
    ['{"a":{"a":{"a":1}}}', undefined],
    ['{"a":"a","b":["a","a"]}', undefined],
    ['{"a\\"":1,"a\\"":2}', 'a"'],
    ['{"":1,"":2}', ''],
  ])('finds in %s: %s', (json, key) => {
    expect(repeatedKey(json)).toBe(key);
  });

  it('finds none in what JSON.stringify makes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => expect(repeatedKey(JSON.stringify(value))).toBeUndefined()),
    );
  });
});

describe('jsonString', () => {
  const reasonOf = (text: string) => {
    const parsed = parseInput(jsonString(z.unknown()), text);
    return parsed.ok ? undefined : parsed.reason;
  };

  it('takes any JSON, and refuses it once a key of an object stands twice, however it is written', () => {
    const member = fc.tuple(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(member, fc.jsonValue(), fc.nat(2), ([key, value], other, indent) => {
        const [name, one, two] = [key, value, other].map((each) => JSON.stringify(each, undefined, indent));
        expect(reasonOf(`{${name}:${one}}`)).toBeUndefined();
        expect(reasonOf(`[{${name}:${one}},{${name}:${two}}]`)).toBeUndefined();
        expect(reasonOf(`{${name}:${one},${name}:${two}}`)).toBe('a key stands twice');
        expect(reasonOf(`[{${name}:${one},${name}:${one}}]`)).toBe('a key stands twice');
      }),
    );
  });

  it.each([
    ['2', undefined],
    ['{"2":0,"1":0}', undefined],
    ['{"__proto__":1,"__proto__":1}', 'a key stands twice'],
    ['{"1":0,"1":0}', 'a key stands twice'],
    ['', 'not valid JSON'],
    ['\ufeff{}', 'not valid JSON'],
  ])('%j: %s', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('reads what is nested a hundred thousand deep', () => {
    const deep = (inner: string) => '['.repeat(100_000) + inner + ']'.repeat(100_000);
    expect(reasonOf(deep('{"a":1}'))).toBeUndefined();
    expect(reasonOf(deep('{"a":1,"a":1}'))).toBe('a key stands twice');
  });
});
