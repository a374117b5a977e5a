import { afterAll, expect, it } from '@jest/globals';
import { buildRestEvent, type RestCall } from '@hanok/events/testing';
import { GREETING_TABLE } from '@hanok/greetings';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';

const db = await startTables([GREETING_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);

async function send(call: RestCall) {
  const { handler } = await import('./main.ts');
  return handler(buildRestEvent(call), buildLambdaContext());
}

it('answers "Hello, World" as a JSON string, to the pages of any origin', async () => {
  expect(await send({ httpMethod: 'GET', resource: '/hello' })).toMatchObject({
    statusCode: 200,
    headers: { 'Access-Control-Allow-Origin': '*' },
    body: '"Hello, World"',
  });
});

it('keeps a greeting in the default table and reads it back', async () => {
  const body = '{"Name":"한옥"}';
  const posted = await send({ httpMethod: 'POST', resource: '/greetings', body });
  expect(posted.statusCode).toBe(201);
  const pathParameters = { name: encodeURIComponent('한옥') };
  const read = await send({ httpMethod: 'GET', resource: '/greetings/{name}', pathParameters });
  expect(read).toMatchObject({ statusCode: 200, body: `[${posted.body}]` });
  expect(JSON.parse(posted.body)).toEqual({ Name: '한옥', GreetedAt: expect.stringMatching(/^20.*Z$/) });
  expect(lines()).toContainEqual(
    expect.objectContaining({
      service: 'hello-world',
      message: 'request',
      resource: '/greetings',
      status: 201,
    }),
  );
});

it('refuses the test event of the console, which is none of an API', async () => {
  const { handler } = await import('./main.ts');
  const refused = handler({ key1: 'value1', key2: 'value2', key3: 'value3' }, buildLambdaContext());
  await expect(refused).rejects.toThrow('Not a REST API proxy event: path: missing; httpMethod: missing');
});
