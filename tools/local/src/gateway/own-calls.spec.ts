import { AsyncLocalStorage } from 'node:async_hooks';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it } from '@jest/globals';
import { createOwnCalls } from './own-calls.ts';
import type { HttpAnswer } from './route-request.ts';
import type { GatewayRequest } from './service.ts';

const URL_OF_NOBODY = 'http://127.0.0.1:9';
const item = { status: 200, headers: {}, body: '{"Item":{"Name":{"S":"한옥"}}}' };

let client: DynamoDBClient | undefined;
afterEach(() => client?.destroy());

type Answer = (request: GatewayRequest) => Promise<HttpAnswer | 'reset'>;

function clientOf(answer: Answer): DynamoDBClient {
  client = new DynamoDBClient({
    ...{ endpoint: URL_OF_NOBODY, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIAROLE', secretAccessKey: 'secret' },
    requestHandler: createOwnCalls(URL_OF_NOBODY, answer),
  });
  return client;
}

const getItem = new GetItemCommand({ TableName: 't', Key: { Name: { S: '한옥' } } });
const get = (answer: Answer, abortSignal = new AbortController().signal) =>
  clientOf(answer).send(getItem, { abortSignal });

it('hands over a call as it comes over a socket, and its answer', async () => {
  const requests: GatewayRequest[] = [];
  const { Item, $metadata } = await get(async (request) => {
    requests.push(request);
    return item;
  });
  expect(Item).toEqual({ Name: { S: '한옥' } });
  const [{ id, method, url, headers, body } = { id: '' }] = requests;
  expect([method, url?.href, $metadata.requestId]).toEqual(['POST', `${URL_OF_NOBODY}/`, id]);
  expect(headers).toMatchObject({
    'x-amz-target': 'DynamoDB_20120810.GetItem',
    authorization: expect.stringContaining('Credential=AKIAROLE/'),
  });
  expect(JSON.parse(body?.toString() ?? '')).toEqual({ TableName: 't', Key: { Name: { S: '한옥' } } });
});

it('gives an error of the service by its name', async () => {
  const body = '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no table"}';
  await expect(get(async () => ({ status: 400, headers: {}, body }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'no table',
  });
});

it('fails as a connection that is broken off', async () => {
  await expect(get(async () => 'reset')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('tells the service when its caller goes away, and does not wait for it', async () => {
  const [caller, gone] = [new AbortController(), Promise.withResolvers<void>()];
  const call = get(({ signal }) => {
    signal.addEventListener('abort', () => gone.resolve());
    caller.abort();
    return new Promise(() => undefined);
  }, caller.signal);
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  await gone.promise;
});

it('leaves nothing with a signal that outlives its calls', async () => {
  const { signal } = new AbortController();
  const listeners: unknown[] = [];
  const seen: AbortSignal[] = [];
  signal.addEventListener = (_: string, listener: unknown) => void listeners.push(listener);
  signal.removeEventListener = (_: string, listener: unknown) =>
    void listeners.splice(listeners.indexOf(listener), 1);
  const answered = async (request: GatewayRequest) => {
    seen.push(request.signal);
    return item;
  };
  for (let call = 0; call < 3; call += 1) await get(answered, signal);
  expect([seen.length, new Set(seen).size, listeners]).toEqual([3, 3, []]);
});

it('does not make the call a part of the work that its caller is at', async () => {
  const work = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  const own = clientOf(async () => {
    seen.push(work.getStore());
    return item;
  });
  await work.run('a message', () => own.send(getItem));
  expect(seen).toEqual([undefined]);
});
