import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { callerId, cognitoClaims, type CognitoClaims, restEvent } from '../index.ts';

const SUB = '76420294-00e1-700b-74d6-a22a780eeaed';
const KIM = { sub: SUB, 'cognito:username': 'kim' };

/** Claims of both tokens as a REST API passes them on: all of them text, lists joined, `exp` and `iat` as dates. */
const SHARED = {
  sub: SUB,
  iss: 'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_aaaaaaaaa',
  origin_jti: 'd27c1ac1-e195-4e63-a81f-b4207cf4b0da',
  event_id: '40688a9c-bedb-459e-abd6-060ff1a4841a',
  'cognito:groups': 'riders,admin',
  auth_time: '1741205476',
  exp: 'Wed Mar 05 21:11:16 UTC 2025',
  iat: 'Wed Mar 05 20:11:16 UTC 2025',
};
const ID_TOKEN = {
  ...SHARED,
  ...{ token_use: 'id', aud: '7g2g2m778tcjm5gcootc2jm0je', 'cognito:username': 'kim' },
  ...{ email: 'kim@example.com', email_verified: 'true', phone_number_verified: 'false' },
  ...{ 'custom:seats': '2', 'cognito:preferred_role': 'arn:aws:iam::111122223333:role/rider' },
  identities: '{"dateCreated":"1741205476","userId":"123","providerName":"Google","primary":"true"}',
};
const ACCESS_TOKEN = {
  ...SHARED,
  ...{ token_use: 'access', client_id: '7g2g2m778tcjm5gcootc2jm0je', username: 'kim' },
  ...{ scope: 'rides/read rides/write', version: '2' },
};
/** As an HTTP API writes them: times as seconds, a list in brackets. */
const HTTP_API = { 'cognito:groups': '[riders admin]', exp: '1741209076', iat: '1741205476' };

const read = (claims: unknown) => z.parse(cognitoClaims, claims);

describe('the claims of a token', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a REST API', {}],
    ['an HTTP API', HTTP_API],
    [
      'a token that was not rewritten',
      { 'cognito:groups': ['a', 'b'], exp: 1741209076, email_verified: true },
    ],
  ])('are those of one person by ID token and by access token, as %s has them', (_api, changes) => {
    expect(read({ ...ID_TOKEN, ...changes })).toEqual(KIM);
    expect(read({ ...ACCESS_TOKEN, ...changes })).toEqual(KIM);
  });

  it('are taken whatever else they hold, and when they hold nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(ID_TOKEN, ACCESS_TOKEN),
        fc.subarray(Object.keys({ ...ID_TOKEN, ...ACCESS_TOKEN })),
        fc.jsonValue(),
        (token, names, value) => {
          const kept = new Set(['sub', 'cognito:username', 'username']);
          const changed = names.filter((name) => !kept.has(name));
          const other = Object.fromEntries(changed.map((name) => [name, value]));
          expect(read({ ...token, ...other })).toEqual(KIM);
          const without = Object.entries(token).filter(([name]) => !changed.includes(name));
          expect(read(Object.fromEntries(without))).toEqual(KIM);
        },
      ),
    );
  });

  it('stand in an event of an HTTP API, payload 1.0, where a REST API has them', () => {
    const authorizer = { claims: { ...ID_TOKEN, ...HTTP_API }, scopes: null };
    const event = { version: '1.0', path: '/ride', httpMethod: 'POST', requestContext: { authorizer } };
    expect(read(z.parse(restEvent, event).requestContext?.authorizer?.claims)).toEqual(KIM);
  });

  it('have the name of the user pool before any other one', () => {
    expect(read({ ...ID_TOKEN, username: 'lee', preferred_username: 'han' })).toEqual(KIM);
    expect(read({ ...ID_TOKEN, 'cognito:username': 'Google_123' })['cognito:username']).toBe('Google_123');
  });

  it.each([
    ...['', 7, true, null, {}, [], ['kim'], '\ud800', 'a'.repeat(513)].flatMap((name) => [
      { sub: SUB, 'cognito:username': name },
      { sub: SUB, username: name },
      { sub: SUB, 'cognito:username': name, username: 'kim' },
    ]),
    ...[{ sub: SUB }, {}, null, undefined, 'kim', 7],
  ])('are refused without a name: %#', (claims) => {
    expect(z.safeParse(cognitoClaims, claims).success).toBe(false);
  });

  it.each([
    ...['', ' ', 'a b', `${SUB}\n`, `${SUB}\0`, '한', 'é', '\ud800', 'a'.repeat(129), 'a'.repeat(100_000)],
    ...[null, 7, true, {}, [], [SUB]],
  ])('are refused with a sub that is none, and never taken for claims without one: %#', (sub) => {
    for (const token of [ID_TOKEN, ACCESS_TOKEN, { 'cognito:username': 'kim' }])
      expect(z.safeParse(cognitoClaims, { ...token, sub }).success).toBe(false);
  });
});

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom('kim', SUB, `sub:${SUB}`, 'name:kim', 'sub:', 'name:'),
);
const sub = fc.oneof(
  fc.stringMatching(/^[!-~]{1,20}$/),
  fc.constantFrom(SUB, 'kim', 'name:kim', `sub:${SUB}`, 'sub:', 'name:'),
);
const caller: fc.Arbitrary<CognitoClaims> = fc.oneof(
  fc.record({ 'cognito:username': name }),
  fc.record({ 'cognito:username': name, sub }),
);

describe('the id of a caller', () => {
  it('is the sub, whatever the name', () => {
    expect(callerId(KIM)).toBe(`sub:${SUB}`);
    expect(callerId({ ...KIM, 'cognito:username': 'kim-lee' })).toBe(`sub:${SUB}`);
  });

  it("is the name for the tutorial's event, which has no sub", () => {
    expect(callerId(read({ 'cognito:username': 'the_username' }))).toBe('name:the_username');
  });

  it('is the same for two callers exactly when they have one sub, or none and one name', () => {
    fc.assert(
      fc.property(caller, caller, (one, other) => {
        const isSame =
          one.sub === undefined && other.sub === undefined
            ? one['cognito:username'] === other['cognito:username']
            : one.sub === other.sub;
        expect(callerId(one) === callerId(other)).toBe(isSame);
      }),
      { numRuns: 1_000 },
    );
  });
});
