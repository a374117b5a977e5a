import { runInNewContext } from 'node:vm';
import type { SeededRandom } from '@hanok/testing';
import { printable } from '../cli/terminal.ts';
import { readableLine } from '../cli/readable-line.ts';
import { credentialOf } from '../gateway/identify.ts';
import { queryInput } from '../gateway/query-input.ts';
import type { GatewayRequest } from '../gateway/service.ts';
import { createRouteTable } from '../services/apigateway/routing/route-table.ts';
import { matchesArn } from '../services/iam/arn-pattern.ts';
import { matchesPattern } from '../services/iam/wildcard.ts';
import { lambdaCall } from '../services/lambda/operations/lambda-operations.ts';
import { filterPattern } from '../services/logs/filter-pattern.ts';
import { inputOf, stepsOf } from '../services/events/target-input.ts';
import { addressOf } from '../services/s3/object-address.ts';
import { operationName } from '../services/s3/operation-name.ts';
import { parseXml } from '../services/s3/read-xml.ts';
import { queryInput as queueInput } from '../services/sqs/protocol/query-input.ts';
import { substitute } from '../template/sub.ts';
import { compilePattern } from '../event-pattern/compile-pattern.ts';
import { EVENT_RULE } from '../event-pattern/dialect.ts';
import { filterOf } from '../services/sns/delivery/filter-policy.ts';
import { newMessage } from '../services/sns/message-contents.ts';
import { createFilter } from '../triggers/filter/filter-criteria.ts';

/** Something that reads text from outside: the texts of which its input is made, and what it does with one. */
type Reader = {
  tokens: readonly string[];
  /** Longest pattern that AWS takes, where a second text of the same tokens is one. */
  pattern?: number;
  read(text: string, pattern: string): unknown;
};

const request = (target: string): GatewayRequest => ({
  ...{ id: 'r', method: 'PUT', target, body: Buffer.alloc(0), signal: new AbortController().signal },
  ...{ url: URL.parse(`http://127.0.0.1${target}`) ?? new URL('http://127.0.0.1/'), headers: {} },
});

const route = (resourcePath: string) => ({
  ...{ httpMethod: 'PUT', resourcePath, integration: { type: 'AWS_PROXY' as const, functionName: 'f' } },
});
const findRoute = createRouteTable(['/{a}', '/a/{a}/b', '/a/{a+}', '/{a}/{b}/{c}/{d+}'].map(route));

const nested = (text: string) => `${'['.repeat(text.length)}${']'.repeat(text.length)}`;

const LEVEL = '{"a":';
const ALTERNATIVE = '{"$or":[{"a":["b"]},';

/** Every reader of the stack that is given text by a client, a function or a template. */
export const READERS: Readonly<Record<string, Reader>> = {
  'a wildcard of a filter pattern of logs': {
    tokens: ['*', 'e', '**', 'ee', 'Q'],
    pattern: 1000,
    read: (text, pattern) => filterPattern(`{ $.a = "${pattern}" }`)(JSON.stringify({ a: text })),
  },
  'terms of a filter pattern of logs': {
    tokens: ['e', '"e e"', ' ', '-e', '?e', '\\', '"'],
    pattern: 1024,
    read: (text, pattern) => filterPattern(pattern)(text),
  },
  'a JSON filter pattern of logs': {
    tokens: ['(', '(', '$.a', '=', '1', '&&', '||', ')', ' ', '$', '.a', '[0]', '"', '%'],
    pattern: 1000,
    read: (text, pattern) => filterPattern(`{${pattern}}`)(nested(text)),
  },
  'an event pattern': {
    tokens: ['a', '[', '{"a":', '1', '"', 'e'],
    read: (text) => {
      const rules = [{ prefix: 'a' }, { suffix: 'e' }, { 'anything-but': ['a'] }, { exists: false }];
      const alternatives = [{ body: { a: { a: rules } } }, { body: { b: [{ 'equals-ignore-case': 'a' }] } }];
      const Pattern = JSON.stringify({ $or: alternatives, body: { a: { a: rules } } });
      const bodies = [
        JSON.stringify({ a: [...text.slice(0, 10_000)].map((a) => ({ a })) }),
        nested(text),
        text,
      ];
      return bodies.map((body) => createFilter({ Filters: [{ Pattern }] })({ body }));
    },
  },
  'a rule of EventBridge': {
    tokens: ['*', 'a', 'aa', 'b', '\\', '.', ':', '9'],
    pattern: 4000,
    read: (text, pattern) =>
      ['wildcard', 'suffix', 'equals-ignore-case', 'cidr'].map((operator) => {
        const wanted = operator === 'wildcard' ? pattern.replace(/\*{2,}/g, '*') : pattern;
        const rules = [{ exists: false }, { 'anything-but': ['a'] }, { [operator]: wanted }];
        return compilePattern(
          { a: rules, b: [{ [operator]: wanted }] },
          EVENT_RULE,
        )({ a: [[text]], b: text });
      }),
  },
  'an event and the part of it that a target takes': {
    tokens: ['.a', "['", 'a', "']", '[0]', '$', '-'],
    read: (text) => {
      const [event, inputPath] = [JSON.stringify({ a: text }), `$${text}`];
      return stepsOf(inputPath) && inputOf({ inputPath }, event);
    },
  },
  'a filter policy of SNS': {
    tokens: ['{"a":', '[', '1,', ']'],
    read: (text) => filterOf(`{"b":${text}`, 'MessageBody'),
  },
  'a filter policy of SNS in many levels': {
    tokens: [LEVEL, ALTERNATIVE],
    read: (text) => {
      const opened = text.match(/\{"(?:a":|\$or":\[\{"a":\["b"\]\},)/g) ?? [];
      const closed = opened.toReversed().map((token) => (token === LEVEL ? '}' : ']}'));
      return filterOf([...opened, '{"a":["b"]}', ...closed].join(''), 'MessageBody');
    },
  },
  'a message of SNS': {
    tokens: ['{"default":', '"', 'a', '[', '\u2028', '\u001b', ' ', '-'],
    read: (text) => {
      const MessageAttributes = { [text]: { DataType: 'String.Array', StringValue: nested(text) } };
      newMessage({ Message: text, Subject: text.slice(0, 99), MessageAttributes }, 0);
    },
  },
  'a wildcard of a policy': {
    tokens: ['*', 'a', 'aa', '?', '**', 'b'],
    pattern: 30,
    read: (text, pattern) => matchesPattern(pattern, text),
  },
  'an ARN of a policy': {
    tokens: [':', 'arn', '*', 'a', '/'],
    pattern: 30,
    read: (text, pattern) =>
      matchesArn(`arn:aws:s3:::${pattern}`, `arn:aws:s3:::${text}`) || matchesArn(pattern, text),
  },
  'a document of S3': {
    tokens: [
      '<',
      'a',
      '>',
      '</a>',
      '<a',
      ' a="',
      '"',
      "'",
      '&',
      '&amp',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      '/>',
      '<?',
    ],
    read: parseXml,
  },
  'parameters of the query protocol': {
    tokens: ['.', 'member', 'entry', '1', 'key', 'X', '__proto__'],
    read: (text) => [
      queryInput([[text, text]]),
      queryInput(text.split('.').map((name) => [name, text])),
      queueInput([[text, text]], {}),
    ],
  },
  'an address of S3': {
    tokens: ['/', 'a', '%', '%2', '%41', '..', '.localhost', '?', '-', '.'],
    read: (text) => [operationName(request(`/${text}`)), addressOf(request(`/${text}`))],
  },
  'a path of a REST API': {
    tokens: ['/', 'a', '%', '%41', '{a}', '..'],
    read: (text) => findRoute('PUT', `/${text}`),
  },
  'a path of the Lambda API': {
    tokens: ['/', 'a', '%', '2015-03-31/functions/', '*'],
    read: (text) => lambdaCall('GET', new URL(`http://127.0.0.1/2015-03-31/functions/${text}`)),
  },
  'a signature': {
    tokens: ['Credential=', ',', ' ', 'AWS4-', 'A', '/'],
    read: (text) => credentialOf({ ...request('/'), headers: { authorization: `AWS4-HMAC ${text}` } }),
  },
  'a log line on its way to the terminal': {
    tokens: ['{', '}', ' ', '\t', '\n', '"', 'REPORT RequestId: ', '2026-Z\ta\tINFO\t', '\u001b', 'a'],
    read: (text) =>
      [text, `2026-Z\ta\tERROR\t${text}`].map((line) => printable(readableLine(line, false).text)),
  },
  'a text of Fn::Sub': { tokens: ['${', '}', 'a', '!', '$'], read: (text) => substitute(text, () => 'v') },
};

/** What takes longer never ends: the readers need milliseconds. */
const HANG_MS = 2_000;

/** Runs what may only refuse its input. Throws when it hangs, when its stack overflows, and for a mistake of its own. */
export function endsSoon(run: () => unknown, limitMs = HANG_MS): void {
  const attempt = (): unknown => {
    try {
      run();
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const error: unknown = runInNewContext('attempt()', { attempt }, { timeout: limitMs });
  if (['RangeError', 'TypeError', 'ReferenceError'].includes(Object(error).name)) throw error;
}

/** A text of a reader's tokens: a few of them, again and again, between two others. */
export function pumped({ tokens }: Reader, length: number, random: SeededRandom): string {
  const pick = (most: number) =>
    Array.from({ length: random.between(1, most) }, () => random.pick(tokens)).join('');
  const pump = pick(4);
  return `${pick(3)}${pump.repeat(Math.ceil(length / pump.length))}${pick(3)}`.slice(0, length);
}
