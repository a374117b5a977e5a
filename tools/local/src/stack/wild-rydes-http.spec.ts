import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import tutorialEvent from '@hanok/rides/samples/request-unicorn.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { startWildRydes, type WildRydes } from './wild-rydes-stack.fixture.ts';

const PICKUP = { PickupLocation: { Latitude: 47.6174755835663, Longitude: -122.28837066650185 } };

let stack: WildRydes;
let kim = { idToken: '', accessToken: '' };
beforeAll(async () => {
  stack = await startWildRydes();
  kim = await stack.signIn('kim');
});
afterAll(() => stack.stop());

type Call = { token?: string; method?: string; body?: unknown; headers?: Record<string, string> };

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function call(path: string, { token, method = 'GET', body, headers = JSON_TYPE }: Call = {}) {
  const response = await fetch(stack.rideApiUrl + path, {
    method,
    headers: { ...(token !== undefined && { Authorization: token }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

const requestRide = (token: string, body: unknown = PICKUP) => call('ride', { method: 'POST', token, body });
const runs = (name: string) => stack.logOf(name).filter((line) => line.startsWith('START ')).length;

describe('the stack WildRydes', () => {
  it('gives a signed-in rider a unicorn, shows the ride to the rider alone, and completes it', async () => {
    const { status, body, headers } = await requestRide(`Bearer ${kim.idToken}`);
    expect(status).toBe(201);
    expect(body).toEqual({
      RideId: expect.stringMatching(/^[\w-]{22}$/),
      Unicorn: { Name: expect.any(String), Color: expect.any(String), Gender: expect.any(String) },
      UnicornName: body.Unicorn.Name,
      Eta: expect.any(String),
      Rider: 'kim',
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    const path = `rides/${body.RideId}`;
    expect(await call(path, { token: kim.idToken })).toMatchObject({
      status: 200,
      body: { RideId: body.RideId, Status: 'Requested' },
    });
    const lee = await stack.signIn('lee');
    expect((await call(path, { token: lee.idToken })).status).toBe(404);
    const complete = { token: kim.idToken, method: 'POST' };
    expect(await call(`${path}/complete`, complete)).toMatchObject({
      status: 200,
      body: { Status: 'Completed' },
    });
  });

  it('gives another user of the same name neither the ride nor the answer of the first one', async () => {
    const ride = (token: string) =>
      call('ride', {
        ...{ token, method: 'POST', body: PICKUP },
        headers: { ...JSON_TYPE, 'Idempotency-Key': 'of-alice' },
      });
    const complete = (token: string, path: string) => call(`${path}/complete`, { token, method: 'POST' });
    const { idToken: first } = await stack.signIn('alice');
    const ridden = await ride(first);
    expect(ridden.body).toMatchObject({ Rider: 'alice' });
    const path = `rides/${ridden.body.RideId}`;
    await stack.deleteUser('alice');
    const { idToken: second } = await stack.signIn('alice');
    expect((await call(path, { token: second })).status).toBe(404);
    expect((await complete(second, path)).status).toBe(404);
    // API Gateway asks no pool: a token is valid until it expires, for what belongs to its own user.
    expect((await complete(first, path)).body).toMatchObject({ Status: 'Completed' });
    const next = await ride(second);
    expect(next).toMatchObject({ status: 201, body: { Rider: 'alice' } });
    expect(next.body.RideId).not.toBe(ridden.body.RideId);
    expect((await call(`rides/${next.body.RideId}`, { token: first })).status).toBe(404);
    expect((await complete(second, `rides/${next.body.RideId}`)).status).toBe(200);
  });

  it.each([
    ['no token', () => undefined],
    ['no JSON web token', () => 'eyJraWQiOiJLTzRVMWZs'],
    ['an access token', () => kim.accessToken],
    ['a tampered token', () => kim.idToken.replace(/.{4}$/, 'AAAA')],
  ])('answers 401 to %s, in the shape of every error, without running the function', async (_, token) => {
    const before = runs('request-unicorn');
    const { status, body, headers } = await requestRide(token() ?? '');
    expect({ status, body }).toEqual({ status: 401, body: { Error: 'Unauthorized' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(runs('request-unicorn')).toBe(before);
  });

  it.each<[unknown, RegExp]>([
    ['{"PickupLocation":{"Latitude":NaN,"Longitude":1}}', /^body: .*PickupLocation/],
    ['', /^body: .*PickupLocation/],
    [[], /^body: .*PickupLocation/],
    [{ Pickup: 1 }, /^body: .*PickupLocation/],
    [{ PickupLocation: 'here' }, /PickupLocation/],
    [{ PickupLocation: { Longitude: 1 } }, /PickupLocation\.Latitude/],
    [{ PickupLocation: { Latitude: '47', Longitude: 1 } }, /PickupLocation\.Latitude/],
    [{ PickupLocation: { Latitude: 47, Longitude: 180.1 } }, /PickupLocation\.Longitude/],
  ])('answers 400 that names the field to %j', async (body, error) => {
    const answer = await requestRide(kim.idToken, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ Error: expect.stringMatching(error) });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('answers 400 that names the field to a body of a type that the API does not look at', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await call('ride', { method: 'POST', token: kim.idToken, body: {}, headers });
    expect(answer).toMatchObject({ status: 400, body: { Error: 'PickupLocation: missing' } });
  });

  it.each([
    ['ride', 'POST'],
    ['rides/x', 'GET'],
    ['rides/x/complete', 'POST'],
  ])('answers the preflight of %s without a token', async (path, method) => {
    const headers = { origin: 'http://localhost:5173', 'access-control-request-method': method };
    const response = await call(path, { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain(method);
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it('answers 403 in the shape of every error where there is no such path', async () => {
    const { status, body } = await call('unicorns', { token: kim.idToken });
    expect({ status, body }).toEqual({ status: 403, body: { Error: 'Missing Authentication Token' } });
  });

  it('takes the test event of the tutorial through the Lambda API, and stores the ride', async () => {
    const Payload = JSON.stringify(tutorialEvent);
    const invoke = new InvokeCommand({ FunctionName: 'request-unicorn', Payload });
    const answer = JSON.parse((await stack.clients.lambda.send(invoke)).Payload?.transformToString() ?? '');
    expect(answer).toMatchObject({ statusCode: 201 });
    const ride = JSON.parse(answer.body);
    const Key = { RideId: { S: ride.RideId } };
    const get = new GetItemCommand({ TableName: stack.ridesTable, Key });
    expect((await stack.clients.dynamodb.send(get)).Item).toMatchObject({
      ...Key,
      User: { S: 'the_username' },
      UnicornName: { S: ride.UnicornName },
      Unicorn: { M: expect.anything() },
      RequestTime: { S: expect.stringMatching(/^\d{4}-.+Z$/) },
    });
  });

  it('writes neither token nor place to a log', async () => {
    await requestRide(kim.idToken);
    await eventually(() => expect(runs('request-unicorn')).toBeGreaterThan(0));
    const logs = ['request-unicorn', 'ride-reader', 'ride-complete', 'WildRydes'].flatMap(stack.logOf);
    expect(logs.length).toBeGreaterThan(0);
    const secrets = [kim.idToken.split('.')[1] ?? '', '47.617', '122.288'];
    expect(logs.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  });
});

describe('the stack Hello', () => {
  const url = (path: string) => stack.helloApiUrl + path;
  const post = (body: string) => fetch(url('greetings'), { method: 'POST', headers: JSON_TYPE, body });

  it('answers "Hello, World" as JSON', async () => {
    const response = await fetch(url('hello'));
    expect([response.status, await response.text()]).toEqual([200, '"Hello, World"']);
  });

  it('keeps a greeting and reads it back', async () => {
    const posted = await post('{"Name":"홍길동"}');
    expect(posted.status).toBe(201);
    const greeting = await posted.json();
    const read = await fetch(url(`greetings/${encodeURIComponent('홍길동')}`));
    expect([read.status, await read.json()]).toEqual([200, [greeting]]);
  });

  it('refuses a body without a name before the function sees it', async () => {
    const runsBefore = runs('hello-world');
    const response = await post('{}');
    expect([response.status, await response.json()]).toEqual([
      400,
      { Error: 'body: expected a JSON object with Name' },
    ]);
    expect(runs('hello-world')).toBe(runsBefore);
  });
});
