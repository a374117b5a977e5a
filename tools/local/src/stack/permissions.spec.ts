import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED, SEED_NOTE, runs } from '@hanok/testing';
import fc from 'fast-check';
import type { Caller, ServiceRequest } from '../gateway/service.ts';
import { iam } from '../services/iam/part.ts';
import { EVERY_CALL, FREE } from './every-call.fixture.ts';
import type { Call } from './json-calls.fixture.ts';
import { openStack } from './open-stack.fixture.ts';

let stack: Awaited<ReturnType<typeof openStack>>;
let accessKeyId: string;
beforeAll(async () => {
  stack = await openStack();
  const roles = stack.parts.usesOf(iam);
  roles.add({ name: 'none', arn: 'arn:aws:iam::000000000000:role/none', policies: new Map() });
  ({ accessKeyId } = roles.credentialsFor('function', 'none'));
});
afterAll(() => stack.stop());

const caller: Caller = { kind: 'role', roleName: 'none', functionName: 'function' };
const nameOf = ({ service, operation }: Call) => `${service}:${operation}`;
const bodyOf = ({ headers, input = {} }: Call, text = JSON.stringify(input)) =>
  'x-amz-target' in headers
    ? text
    : new URLSearchParams(
        Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString();
const authorization = ({ service }: Call, key = accessKeyId) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** What a service says that a request needs, as `action resource`. */
async function needsOf(call: Call, body = bodyOf(call)): Promise<readonly string[]> {
  const service = stack.services.find(({ name }) => name === call.service);
  const url = new URL(`http://127.0.0.1${call.path}`);
  const headers = { ...call.headers, authorization: authorization(call) };
  const common = { id: 'id', signal: new AbortController().signal, target: call.path, method: call.method };
  const request = { ...common, url, headers, body: Buffer.from(body) };
  const operation = service?.operation(request);
  expect(operation).toBe(call.operation);
  const asked: ServiceRequest = { ...request, operation: call.operation, caller };
  const needs = (await service?.access(asked)) ?? [];
  return 'free' in needs ? [] : needs.map(({ action, resource }) => `${action} ${resource}`);
}

describe('the table of calls', () => {
  it('has every operation of every service', () => {
    const operations = stack.services.flatMap(({ name, operations: names }) =>
      [...names].map((operation) => `${name}:${operation}`),
    );
    expect([...new Set(EVERY_CALL.map(nameOf))].sort()).toEqual(operations.sort());
  });
});

describe('a role without a policy', () => {
  const calls = EVERY_CALL.map((call): [string, Call] => [
    `${nameOf(call)}${'Action' in (call.input ?? {}) ? ' as a form' : ''}`,
    call,
  ]);

  it.each(calls.filter(([, { needs }]) => needs.length > 0))('may not do %s', async (_, call) => {
    expect(FREE).not.toContain(nameOf(call));
    const response = await fetch(`${stack.url}${call.path}`, {
      method: call.method,
      headers: { ...call.headers, authorization: authorization(call) },
      ...(call.input && { body: bodyOf(call) }),
    });
    expect(response.status).toBe('x-amz-target' in call.headers && call.service !== 'sqs' ? 400 : 403);
    const text = await response.text();
    if (call.method === 'HEAD') return;
    const [action, resource = ''] = call.needs[0]?.split(' ') ?? [];
    const user = 'User: arn:aws:sts::000000000000:assumed-role/none/function';
    expect(text).toContain(`${user} is not authorized to perform: ${action} on resource: ${resource}`);
    expect(response.headers.get('x-amzn-errortype') ?? text).toMatch(/AccessDenied|AuthorizationError/);
  });

  it('may do what AWS asks no permission for, and nothing else', () => {
    const free = EVERY_CALL.filter(({ needs }) => needs.length === 0).map(nameOf);
    expect(free.sort()).toEqual(FREE.toSorted());
  });

  it.each(calls)('%s needs what the table says', async (_, call) => {
    expect(await needsOf(call)).toEqual(call.needs);
  });
});

describe('a signature for another service', () => {
  it.each(EVERY_CALL.filter(({ input }) => input).map((call): [string, Call] => [nameOf(call), call]))(
    'runs %s of no service',
    async (_, call) => {
      for (const { name } of stack.services.filter((each) => each.name !== call.service)) {
        const headers = {
          ...call.headers,
          authorization: authorization({ ...call, service: name }, 'outside'),
        };
        const response = await fetch(stack.url, { method: 'POST', headers, body: bodyOf(call) });
        expect([name, response.status]).toEqual([name, 501]);
      }
    },
  );
});

describe(`what a call of the query protocol needs ${SEED_NOTE}`, () => {
  it('is the same with any other parameter, in any order and encoding', async () => {
    const forms = EVERY_CALL.filter(({ service, input }) => service === 'sqs' && input && 'Action' in input);
    const names = [
      'QueueUrl',
      'QueueName',
      'SourceArn',
      'DestinationArn',
      'TransactItems',
      'queueurl',
      'Version',
    ];
    const others = fc.array(
      fc.tuple(fc.constantFrom(...names), fc.constantFrom('other', '/000000000000/other', '')),
    );
    const encode = fc.constantFrom(encodeURIComponent, (text: string) =>
      Buffer.from(text).toString('hex').replace(/../g, '%$&'),
    );
    const path = fc.constantFrom('/', '/000000000000/other', '/?QueueUrl=/000000000000/other', '//other');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms),
        others,
        encode,
        path,
        fc.nat(9),
        async (call, more, write, to, at) => {
          const { input = {} } = call;
          const extra = more.filter(([name]) => !(name in input));
          const own = Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]);
          const parameters = [...extra.slice(0, at), ...own, ...extra.slice(at)];
          const body = parameters.map((each) => each.map(write).join('=')).join('&');
          expect(await needsOf({ ...call, path: to }, body)).toEqual(call.needs);
        },
      ),
      { numRuns: runs(5_000), seed: SEED },
    );
  });
});

describe(`what a call of JSON needs ${SEED_NOTE}`, () => {
  const calls = EVERY_CALL.filter(({ headers }) => 'x-amz-target' in headers);
  const members = [
    ...new Set(calls.flatMap(({ input = {}, reads = [] }) => [...Object.keys(input), ...reads])),
  ];
  const values = fc.constantFrom<unknown[]>(
    ...[[], [[]], {}, null, 5, true, '', 'other', ['other'], { TableName: 'other' }, '*', { other: {} }],
    ...['arn:aws:dynamodb:us-east-1:000000000000:table/other', '/000000000000/other', [{ Put: 5 }]],
  );
  const cased = fc
    .tuple(fc.constantFrom(...members), fc.constantFrom('as is', 'lower', 'upper', 'first'))
    .map(([name, to]) => {
      if (to === 'lower') return name.toLowerCase();
      if (to === 'upper') return name.toUpperCase();
      return to === 'first' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
    });
  const extras = fc.array(fc.tuple(cased, values), { maxLength: 6 });
  const space = fc.constantFrom('', ' ', '\n\t');

  /** The member's text, each character written as it is or as an escape. */
  const written = (text: string, escapes: readonly boolean[]) =>
    [...text]
      .map((character, at) =>
        escapes[at % escapes.length]
          ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
          : character,
      )
      .join('');

  it('is the same with any other member, in any order, case, spacing and escapes, and after any duplicate', async () => {
    const arbitrary = fc.tuple(
      fc.constantFrom(...calls),
      extras,
      fc.array(fc.tuple(fc.nat(), values), { maxLength: 3 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      space,
      fc.infiniteStream(fc.nat()),
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([call, others, duplicates, escapes, gap, order]) => {
        const { input = {}, reads = [] } = call;
        const own = Object.entries(input);
        const foreign = others.filter(([name]) => !(name in input) && !reads.includes(name));
        const repeated = duplicates.flatMap(([at, value]): [string, unknown][] => {
          const name = own[at % own.length]?.[0];
          return name === undefined ? [] : [[name, value]];
        });
        // The last of several members of one name counts, for the check as for the operation.
        const shuffled = [...own, ...foreign]
          .map((entry) => ({ entry, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        const texts = [...repeated, ...shuffled].map(
          ([name, value]) => `${gap}"${written(name, escapes)}"${gap}:${gap}${JSON.stringify(value)}`,
        );
        expect(await needsOf(call, `{${texts.join(',')}}`)).toEqual(call.needs);
      }),
      { numRuns: runs(15_000), seed: SEED },
    );
  });

  it.each(calls.filter(({ needs }) => needs.length > 0).map((call): [string, Call] => [nameOf(call), call]))(
    'is never nothing: %s with any value for each of its members',
    async (_, call) => {
      const names = [...Object.keys(call.input ?? {}), ...(call.reads ?? [])];
      const wrong = fc.dictionary(fc.constantFrom(...names, 'Other'), values, { maxKeys: 4 });
      await fc.assert(
        fc.asyncProperty(wrong, async (input) => {
          const needs = await needsOf(call, JSON.stringify(input)).catch((error: unknown) => String(error));
          expect(needs).not.toHaveLength(0);
        }),
        { numRuns: runs(500), seed: SEED },
      );
    },
  );
});
