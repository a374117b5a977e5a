import { describe, expect, it } from '@jest/globals';
import { shown } from './join/shown.ts';
import { redact } from './redact.ts';

const CANARY = 'canary-7f3a9c';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl';
const nested = (value: unknown, depth: number): unknown =>
  depth === 0 ? value : JSON.stringify({ body: nested(value, depth - 1) });

describe('what a trace keeps', () => {
  it.each([
    ['a member', JSON.stringify({ password: CANARY })],
    [
      'a member in any spelling',
      JSON.stringify({ PassWord: CANARY, 'Refresh-Token': CANARY, secret_hash: CANARY }),
    ],
    [
      'a member whose value is no text',
      JSON.stringify({ token: [CANARY, { a: CANARY }], apiKey: { a: CANARY } }),
    ],
    ['a header', JSON.stringify({ headers: { Authorization: `Bearer ${CANARY}`, Cookie: `a=${CANARY}` } })],
    [
      'a header of several values',
      JSON.stringify({ multiValueHeaders: { authorization: [`Basic ${CANARY}`] } }),
    ],
    [
      'a parameter of a connection',
      JSON.stringify({ queryStringParameters: { token: CANARY, 'X-Amz-Signature': CANARY } }),
    ],
    ['a member of JSON in a text', JSON.stringify({ Message: JSON.stringify({ AccessToken: CANARY }) })],
    ['a member of JSON in JSON in JSON', JSON.stringify({ body: nested({ password: CANARY }, 5) })],
    ['a name that is escaped', `{"pass\\u0077ord":"${CANARY}"}`],
    ['a pair of name and value', JSON.stringify([{ Name: 'password', Value: CANARY }])],
    ['an attribute of a table', JSON.stringify({ Item: { Password: { S: CANARY } } })],
    ['an attribute of a message', JSON.stringify({ MessageAttributes: { token: { StringValue: CANARY } } })],
    ['a form', `grant_type=password&client_secret=${CANARY}&refresh_token=${CANARY}`],
    ['a form in a text of JSON', JSON.stringify({ body: `user=a&password=${CANARY}` })],
    ['a line of a log', `login failed password=${CANARY} for user`],
    ['a line of a log with a colon', `Authorization: Bearer ${CANARY}`],
    ['JSON that is cut off', `{"a":{"password":"${CANARY}","b":`],
    ['JSON that is cut off within the secret', `{"a":1,"password":"${CANARY}`],
    ['JSON in a text that is cut off', `{"body":"{\\"password\\":\\"${CANARY}\\",\\"b`],
    ['JSON with a byte order mark', `\ufeff{"password":"${CANARY}"}`],
    ['JSON in an array in a text', JSON.stringify({ m: JSON.stringify([{ otp: CANARY }]) })],
  ])('has no secret of %s', (_, text) => {
    expect(redact(text)).not.toContain(CANARY);
    expect(shown(text)).not.toContain(CANARY);
  });

  it.each([
    ['a JWT under any name', JSON.stringify({ note: `see ${JWT} here` }), JWT.split('.')[2] ?? ''],
    ['a JWT in a line of text', `token was ${JWT}`, JWT.split('.')[1] ?? ''],
    ['a signature of AWS', 'AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=0a1b2c3d4e', '0a1b2c3d4e'],
  ])('has no %s', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret);
  });

  it('keeps all else as it was sent', () => {
    for (const text of [
      '{"PlayerName":"홍길동","WinDiff":1}',
      '{"keys":{"PlayerName":{"S":"a"}}}',
      'plain text = with signs: 1, 2',
      '',
      'null',
    ])
      expect(redact(text)).toBe(text);
    expect(redact('{"NextToken":"n","user":"u"}')).toBe('{"NextToken":"n","user":"u"}');
  });

  it('redacts before it cuts off, and does not take long for hostile text', () => {
    const long = JSON.stringify({ a: 'x'.repeat(4_000), password: CANARY.repeat(200) });
    expect(shown(long)).not.toContain('canary');
    const begun = performance.now();
    for (const text of [
      '"'.repeat(100_000),
      `token${'='.repeat(100_000)}`,
      `"token${'\\'.repeat(100_000)}`,
      '[{'.repeat(50_000),
    ])
      redact(text);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
