import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cognitoClaims } from '@hanok/events';
import { JwtVerifier } from 'aws-jwt-verify';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { type CognitoStack, startCognito } from '../cognito-stack.fixture.ts';
import { claimsIn, hostileTokens, keysOf } from '../hostile-tokens.fixture.ts';
import { newTokens, type Tokens } from '../sign-in.fixture.ts';
import { createSigningKeys } from './signing-keys.ts';
import type { Authorizer } from './token-authorizer.ts';

let stack: CognitoStack;
let riders: ReturnType<CognitoStack['addPool']>;
let other: ReturnType<CognitoStack['addPool']>;
let tokens: Tokens;
let authorizer: Authorizer;
beforeAll(async () => {
  stack = await startCognito();
  riders = stack.addPool();
  other = stack.addPool({ id: 'eu-west-1_bbbbbbbbb' });
  tokens = await newTokens(stack, riders, 'kim');
  authorizer = stack.userPools.tokenAuthorizer([riders.pool.arn]);
});
beforeEach(() => void (stack.ahead.ms = 0));
afterAll(() => stack.stop());

describe('the keys of a pool', () => {
  it('let others verify its tokens', async () => {
    const { issuer } = riders.pool;
    const verifier = JwtVerifier.create({ issuer, audience: riders.clientId, jwksUri: `${issuer}/jwks` });
    verifier.cacheJwks(await keysOf(issuer));
    expect(verifier.verifySync(tokens.IdToken)).toMatchObject({ 'cognito:username': 'kim' });
    verifier.cacheJwks(await keysOf(other.pool.issuer));
    expect(() => verifier.verifySync(tokens.IdToken)).toThrow('kid');
  });

  it('are of one pool each, and of pools that exist', async () => {
    const [own] = (await keysOf(riders.pool.issuer)).keys;
    const [others] = (await keysOf(other.pool.issuer)).keys;
    expect(own.n).not.toBe(others.n);
    const absent = await fetch(`${stack.gateway.url}/eu-west-1_absent/.well-known/jwks.json`);
    expect(absent.status).toBe(404);
  });
});

describe('a token authorizer', () => {
  it('admits an ID token, bare or as a bearer, with its claims as text', async () => {
    const claims = await authorizer(tokens.IdToken);
    expect(claims).toMatchObject({
      ...{ 'cognito:username': 'kim', aud: riders.clientId, token_use: 'id', email: 'kim@example.com' },
      ...{ email_verified: 'false', auth_time: expect.stringMatching(/^\d{10}$/) },
      exp: expect.stringMatching(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/),
    });
    expect(Date.parse(claims?.['exp'] ?? '') / 1000).toBe(claimsIn(tokens.IdToken)['exp']);
    for (const form of ['Bearer', 'bearer', 'Bearer  '])
      expect(await authorizer(`${form} ${tokens.IdToken}`)).toEqual(claims);
  });

  it('admits an access token where a scope is asked for, and then no ID token', async () => {
    const scoped = (scope: string) => stack.userPools.tokenAuthorizer([riders.pool.arn], ['x', scope]);
    const admin = scoped('aws.cognito.signin.user.admin');
    expect(await admin(tokens.AccessToken)).toMatchObject({ username: 'kim', client_id: riders.clientId });
    expect(await admin(tokens.IdToken)).toBeUndefined();
    expect(await scoped('rides/write')(tokens.AccessToken)).toBeUndefined();
  });

  it('tells functions of one user by ID token and by access token', async () => {
    const scoped = stack.userPools.tokenAuthorizer([riders.pool.arn], ['aws.cognito.signin.user.admin']);
    const told = [await authorizer(tokens.IdToken), await scoped(tokens.AccessToken)].map((claims) =>
      cognitoClaims.parse(claims),
    );
    expect(told).toEqual(Array(2).fill({ sub: claimsIn(tokens.IdToken)['sub'], 'cognito:username': 'kim' }));
  });

  it('admits the tokens of any of its pools, and of no other', async () => {
    const { IdToken } = await newTokens(stack, other, 'kim');
    const both = stack.userPools.tokenAuthorizer([other.pool.arn, riders.pool.arn]);
    expect(await both(tokens.IdToken)).toMatchObject({ iss: riders.pool.issuer });
    expect(await both(IdToken)).toMatchObject({ iss: other.pool.issuer });
    expect(await authorizer(IdToken)).toBeUndefined();
  });

  it('admits a token until the second in which it expires', async () => {
    stack.ahead.ms = 1_790_000;
    expect(await authorizer(tokens.IdToken)).toMatchObject({ 'cognito:username': 'kim' });
    stack.ahead.ms = 1_800_000;
    expect(await authorizer(tokens.IdToken)).toBeUndefined();
  });

  it('admits no token that is rightly signed, but not valid yet, or not one of the pool otherwise', async () => {
    const { kid, privateKey } = await createSigningKeys(stack.store.keys)(riders.pool.id);
    const signed = (changes: object, keyId = kid) =>
      new SignJWT({ ...claimsIn(tokens.IdToken), ...changes })
        .setProtectedHeader({ alg: 'RS256', kid: keyId })
        .sign(privateKey);
    expect(await authorizer(await signed({}))).toMatchObject({ 'cognito:username': 'kim' });
    expect(await authorizer(await signed({}, 'another'))).toBeUndefined();
    const later = Math.floor(Date.now() / 1000) + 60;
    const changed = [{ nbf: later }, { token_use: undefined }, { exp: undefined }, { aud: 'x' }];
    for (const changes of [...changed, { aud: [riders.clientId, 'x'] }, { token_use: 'refresh' }])
      expect(await authorizer(await signed(changes))).toBeUndefined();
  });

  it('admits no token of a client that is gone from the template', async () => {
    const { pool } = stack.addPool({ id: 'eu-west-1_ccccccccc' }, { id: 'oldclient' });
    const { IdToken } = await newTokens(stack, { pool, clientId: 'oldclient' }, 'kim');
    const own = stack.userPools.tokenAuthorizer([pool.arn]);
    expect(await own(IdToken)).toMatchObject({ aud: 'oldclient' });
    stack.addPool({ id: pool.id }, { id: 'newclient' });
    expect(await own(IdToken)).toBeUndefined();
  });

  it('is not made for a pool that does not exist', () => {
    const arn = 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_absent';
    expect(() => stack.userPools.tokenAuthorizer([arn])).toThrow(`there is no user pool ${arn}`);
  });

  it('admits none of the tokens that attackers send', async () => {
    const { keys } = await keysOf(riders.pool.issuer);
    const hostile = hostileTokens(tokens, keys[0], other.pool.issuer);
    for (const [name, token] of Object.entries(hostile))
      expect([name, await authorizer(token)]).toEqual([name, undefined]);
    for (const long of ['a'.repeat(100_000), `${tokens.IdToken}${'A'.repeat(100_000)}`])
      expect(await authorizer(long)).toBeUndefined();
  });

  it('never fails, whatever a header holds, and admits no token that was changed', async () => {
    const { IdToken } = tokens;
    const changed = fc
      .tuple(fc.nat(), fc.string({ minLength: 1, maxLength: 3 }))
      .map(([at, text]) => {
        const start = at % IdToken.length;
        return `${IdToken.slice(0, start)}${text}${IdToken.slice(start + text.length)}`;
      })
      // The last letter of base64url holds bits that no byte takes: another letter there may be the same token.
      .filter((token) => token.trim().slice(0, IdToken.length - 1) !== IdToken.slice(0, -1));
    const madeUp = fc
      .array(fc.oneof(fc.json(), fc.string()), { maxLength: 4 })
      .map((texts) => texts.map((text) => Buffer.from(text).toString('base64url')).join('.'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(changed, madeUp, fc.string({ unit: 'binary' })), async (token) => {
        expect(await authorizer(token)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
