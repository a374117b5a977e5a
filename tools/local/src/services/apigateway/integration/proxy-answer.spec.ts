import { describe, expect, it } from '@jest/globals';
import { parseProxyAnswer } from './proxy-answer.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
describe('a Lambda proxy response', () => {
  it.each([
    ['no JSON', '<html>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a bare value', '[{"Player":"SomeName","Score":1100}]'],
    ['nothing in it', '{}'],
    ['a statusCode out of range', '{"statusCode":99}'],
    ['an object for a body', '{"statusCode":200,"body":{"a":1}}'],
    ['an unknown key', '{"statusCode":200,"data":"x"}'],
    ['a list for a single header', '{"statusCode":200,"headers":{"a":["b"]}}'],
    ['a text for a multi-valued header', '{"statusCode":200,"multiValueHeaders":{"a":"b"}}'],
  ])('with %s is malformed', (_title, payload) => {
    expect(parseProxyAnswer(payload)).toBeUndefined();
  });

  it.each([
    ['no status', '{"headers":{"a":"b"}}', { status: 200, body: '' }],
    ['the least', '{"statusCode":204}', { status: 204, body: '', isBase64Encoded: false }],
    ['a status as text', '{"statusCode":"404","body":"x"}', { status: 404, body: 'x' }],
    [
      'nulls',
      '{"statusCode":200,"headers":null,"multiValueHeaders":null,"body":null}',
      { status: 200, body: '' },
    ],
    ['a number for a body', '{"statusCode":200,"body":5}', { body: '5' }],
  ])('with %s is taken', (_title, payload, expected) => {
    expect(parseProxyAnswer(payload)).toMatchObject(expected);
  });

  it('merges both kinds of headers, whatever their case, and keeps their spelling', () => {
    const answer = parseProxyAnswer(
      JSON.stringify({
        statusCode: 200,
        headers: { 'X-One': 1, 'set-cookie': 'c=3' },
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'x-one': ['1'] },
      }),
    );
    expect(answer?.headers).toEqual(
      new Map([
        ['Set-Cookie', ['a=1', 'b=2', 'c=3']],
        ['x-one', ['1']],
      ]),
    );
  });
});
