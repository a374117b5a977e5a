import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { queryOperation, queryService } from './query-service.ts';
import { serveService } from './serve-service.fixture.ts';

const FREE = { free: 'https://echo.test/' };
const echoInput = z.strictObject({
  Name: z.string(),
  Count: z.coerce.number().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  Attributes: z.record(z.string(), z.string()).optional(),
});

/** A service that answers what it reads. */
const echo = queryService(
  { name: 'echo', namespace: 'https://echo.test/' },
  {
    context: 'context',
    operations: {
      Echo: queryOperation(echoInput, (context: string, input) => ({ context, ...input })),
      Refuse: queryOperation(echoInput, (_: string, { Name }) => {
        throw new ApiError('NoSuchName', `There is no ${Name}`, 404);
      }),
    },
    access: { Echo: FREE, Refuse: FREE },
  },
);

let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(echo)));
afterAll(() => server.close());

async function call(parameters: Record<string, string>, init: RequestInit = { method: 'POST' }) {
  const form = new URLSearchParams({ Version: '2011-06-15', ...parameters });
  const response = await (init.method === 'GET'
    ? fetch(`${server.url}/?${form}`)
    : fetch(server.url, { ...init, body: form }));
  const text = (await response.text()).replace(/<RequestId>[^<]+<\/RequestId>/, '<RequestId/>');
  return { status: response.status, text };
}

describe('a query service', () => {
  it('reads texts, lists and maps, and answers them as elements', async () => {
    const { status, text } = await call({
      ...{ Action: 'Echo', Name: '<a>\r', Count: '2' },
      ...{ 'Tags.member.2.Key': 'k2', 'Tags.member.2.Value': 'v2' },
      ...{ 'Tags.member.1.Key': 'k1', 'Tags.member.1.Value': 'v1' },
      ...{ 'Attributes.entry.1.key': 'color', 'Attributes.entry.1.value': 'red' },
    });
    expect(status).toBe(200);
    const tag = (number: number) => `<member><Key>k${number}</Key><Value>v${number}</Value></member>`;
    expect(text).toBe(
      '<?xml version="1.0"?><EchoResponse xmlns="https://echo.test/"><EchoResult><context>context</context>' +
        `<Name>&lt;a&gt;&#xD;</Name><Count>2</Count><Tags>${tag(1)}${tag(2)}</Tags>` +
        '<Attributes><color>red</color></Attributes></EchoResult>' +
        '<ResponseMetadata><RequestId/></ResponseMetadata></EchoResponse>',
    );
  });

  it('reads the query string of a request that has no form', async () => {
    const { text } = await call({ Action: 'Echo', Name: 'a' }, { method: 'GET' });
    expect(text).toContain('<Name>a</Name>');
  });

  it.each([
    ['input that it does not take', { Action: 'Echo', Nme: 'a' }, 400, 'ValidationError', 'Nme'],
    ['what the operation refuses', { Action: 'Refuse', Name: 'a' }, 404, 'NoSuchName', 'There is no a'],
    ['an operation that it lacks', { Action: 'Drop' }, 501, 'NotImplementedException', 'echo:Drop'],
  ])('says of %s what and why', async (_, parameters: Record<string, string>, status, code, message) => {
    const answer = await call(parameters);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('<ErrorResponse xmlns="https://echo.test/"><Error>');
    expect(answer.text).toContain(`<Code>${code}</Code>`);
    expect(answer.text).toContain(message);
  });
});
