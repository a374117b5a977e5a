import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { createRestApis } from '../apigateway/rest-apis.ts';
import { type CognitoStack, startCognito } from './cognito-stack.fixture.ts';
import { hostileTokens, keysOf } from './hostile-tokens.fixture.ts';
import { newTokens, type Tokens } from './sign-in.fixture.ts';

const event = z.object({
  requestContext: z.object({
    authorizer: z.object({ claims: z.record(z.string(), z.string()) }),
  }),
});

let pools: CognitoStack;
let riders: ReturnType<CognitoStack['addPool']>;
let other: ReturnType<CognitoStack['addPool']>;
let tokens: Tokens;
let gateway: Gateway;
let ride: string;
/** Claims of each invocation. */
let invocations: Readonly<Record<string, string>>[];
beforeAll(async () => {
  pools = await startCognito();
  riders = pools.addPool();
  other = pools.addPool({ id: 'eu-west-1_bbbbbbbbb' });
  tokens = await newTokens(pools, riders, 'kim');
  await startApi();
});
beforeEach(() => void (invocations = []));
afterAll(async () => {
  await gateway.stop();
  await pools.stop();
});

/** `POST /ride` for riders, answered by a function that notes down whose request it was. */
async function startApi(): Promise<void> {
  const invoke = async (_name: string, payload: string) => {
    invocations.push(event.parse(JSON.parse(payload)).requestContext.authorizer.claims);
    return { requestId: 'r', payload: JSON.stringify({ statusCode: 201, body: '{}' }), logTail: '' };
  };
  const rest = createRestApis({
    baseUrl: pools.gateway.url,
    accountId: '111122223333',
    invoker: { invoke },
    tokenAuthorizer: pools.userPools.tokenAuthorizer,
  });
  rest.add({
    ...{ id: 'rides', name: 'Rides', stages: [{ name: 'prod' }] },
    routes: [
      {
        ...{ httpMethod: 'POST', resourcePath: '/ride' },
        authorizer: { poolArns: [riders.pool.arn], scopes: [], header: 'authorization' },
        integration: { type: 'AWS_PROXY', functionName: 'request-unicorn' },
      },
    ],
  });
  gateway = await startGateway({
    ...{ port: 0, services: [], sites: [rest.site] },
    callerOf: () => ({ kind: 'external' }),
    authorize: () => undefined,
  });
  ride = `${gateway.url}/_aws/execute-api/rides/prod/ride`;
}

function request(authorization: string | undefined): Promise<Response> {
  const headers = authorization === undefined ? {} : { authorization };
  return fetch(ride, { method: 'POST', headers, body: '{}' });
}

describe('a REST API whose method asks for a user of a pool', () => {
  it('tells the function who sent a request', async () => {
    expect((await request(`Bearer ${tokens.IdToken}`)).status).toBe(201);
    expect((await request(tokens.IdToken)).status).toBe(201);
    expect(invocations).toMatchObject([{ 'cognito:username': 'kim' }, { 'cognito:username': 'kim' }]);
  });

  it('answers 401 to what attackers send, and invokes nothing', async () => {
    const { keys } = await keysOf(riders.pool.issuer);
    const foreign = await newTokens(pools, other, 'kim');
    const hostile = {
      ...hostileTokens(tokens, keys[0], other.pool.issuer),
      'a token of another pool': foreign.IdToken,
    };
    for (const [name, token] of Object.entries(hostile)) {
      const answer = await request(token);
      expect([name, answer.status, await answer.text()]).toEqual([
        ...[name, 401, '{"message":"Unauthorized"}'],
      ]);
    }
    expect(invocations).toEqual([]);
  });

  it('answers 401 to a token that has expired', async () => {
    pools.ahead.ms = 1_800_000;
    expect((await request(tokens.IdToken)).status).toBe(401);
    pools.ahead.ms = 0;
    expect(invocations).toEqual([]);
  });

  it('refuses a header of 100 KB before it is looked at', async () => {
    expect((await request(`Bearer ${tokens.IdToken}${'A'.repeat(100_000)}`)).status).toBe(431);
    expect(invocations).toEqual([]);
  });
});
