import * as z from 'zod/mini';
import { wellFormedText } from '../well-formed-text.ts';

const sub = z.optional(
  z.string().check(z.regex(/^[!-~]{1,128}$/, 'expected 1 to 128 printable ASCII characters')),
);
/** Up to 128 characters; that of a user of another provider begins with the provider's name, such as `Google_123`. */
const userName = wellFormedText(512);

const idTokenClaims = z.object({ sub, 'cognito:username': userName });

/** An access token has the name under `username`, which an ID token never has. */
const accessTokenClaims = z.pipe(
  z.object({ sub, 'cognito:username': z.optional(z.undefined()), username: userName }),
  z.transform(({ username, ...claims }) => ({ ...claims, 'cognito:username': username })),
);

/**
 * What a user pool's token says of the caller, as API Gateway passes it on once it has verified the token: the user's
 * id, which no other user ever has, and the name, which another user may have later. The claims of an ID token and of
 * an access token become the same. What else a token holds is passed over, in whatever form the API writes it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export const cognitoClaims = z.union([idTokenClaims, accessTokenClaims]);
/** Claims of an ID token or of an access token. */
export type CognitoClaims = z.infer<typeof cognitoClaims>;

/**
 * The key of what belongs to the caller: `sub:` and the user's id. A hand-written test event has a name alone, which
 * gives `name:` and the name, so that no name is ever the same as an id.
 */
export function callerId({ sub, 'cognito:username': name }: CognitoClaims): string {
  return sub === undefined ? `name:${name}` : `sub:${sub}`;
}
