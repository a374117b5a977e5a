import * as z from 'zod/mini';
import { wellFormedText } from '../well-formed-text.ts';

/**
 * What a user pool's token says of the caller, as API Gateway passes it on once it has verified the token. A user name
 * has up to 128 characters. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export const cognitoClaims = z.object({
  /** The user's id, which no other user ever has. */
  sub: z.optional(wellFormedText(128)),
  'cognito:username': wellFormedText(512),
});
export type CognitoClaims = z.infer<typeof cognitoClaims>;
