import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import * as z from 'zod';
import type { Tokens } from './sign-in.fixture.ts';

const jwks = z.strictObject({
  keys: z.tuple([
    z.strictObject({
      ...{ kid: z.string(), kty: z.literal('RSA'), alg: z.literal('RS256'), use: z.literal('sig') },
      ...{ n: z.string(), e: z.string() },
    }),
  ]),
});

/** The keys of a pool, as every client reads them. */
export async function keysOf(issuer: string): Promise<z.infer<typeof jwks>> {
  return jwks.parse(await (await fetch(`${issuer}/.well-known/jwks.json`)).json());
}

const part = (token: string, index: number) => token.split('.')[index] ?? '';
const object = z.record(z.string(), z.unknown());
const decode = (text: string) => object.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The claims that a token says it has. */
export const claimsIn = (token: string) => decode(part(token, 1));

/** What an attacker sends who has true tokens, the pool's public key and the issuer of another pool. */
export function hostileTokens(
  { IdToken, AccessToken, RefreshToken }: Tokens,
  key: z.infer<typeof jwks>['keys'][0],
  otherIssuer: string,
): Record<string, string | undefined> {
  const [header, claims, signature] = [decode(part(IdToken, 0)), claimsIn(IdToken), part(IdToken, 2)];
  const withSignature = (changedHeader: object, changedClaims: object, signed = signature) =>
    `${encode(changedHeader)}.${encode(changedClaims)}.${signed}`;
  const byAttacker = (changedHeader: object) => {
    const signed = `${encode(changedHeader)}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), attacker.privateKey).toString('base64url')}`;
  };
  const withSecret = (format: 'pem' | 'der') => {
    const publicKey = createPublicKey({ key: { ...key } satisfies JsonWebKey, format: 'jwk' });
    const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
    const secret = publicKey.export({ type: 'spki', format: 'der' });
    const hmac = createHmac('sha256', format === 'der' ? secret : publicKey.export({ type: 'spki', format }));
    return `${signed}.${hmac.update(signed).digest('base64url')}`;
  };
  return {
    nothing: undefined,
    'an empty header': '',
    'a bearer of nothing': 'Bearer ',
    garbage: 'Bearer not.a.token',
    'another scheme': `Basic ${IdToken}`,
    'two tokens': `${IdToken}, ${IdToken}`,
    'an access token in place of an ID token': AccessToken,
    'a refresh token': RefreshToken,
    'a token without its signature': IdToken.replace(/[^.]*$/, ''),
    'the algorithm none': withSignature({ ...header, alg: 'none' }, claims, ''),
    'the algorithm nOnE with the true signature': withSignature({ ...header, alg: 'nOnE' }, claims),
    'HS256 with the public key as its secret (PEM)': withSecret('pem'),
    'HS256 with the public key as its secret (DER)': withSecret('der'),
    'a signature of another key under the right key id': byAttacker(header),
    'a key that the token itself brings': byAttacker({
      ...header,
      jwk: attacker.publicKey.export({ format: 'jwk' }),
    }),
    'another key id': byAttacker({ ...header, kid: 'another' }),
    'the right signature under another key id': withSignature({ ...header, kid: 'another' }, claims),
    'no key id': byAttacker({ alg: 'RS256' }),
    'a tampered payload': withSignature(header, { ...claims, 'cognito:username': 'admin' }),
    'a later expiry': withSignature(header, { ...claims, exp: 9_999_999_999 }),
    'the issuer of another pool': withSignature(header, { ...claims, iss: otherIssuer }),
  };
}
