import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  ListUsersCommand,
  NotAuthorizedException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import * as z from 'zod';
import { type ChatPlace, stackClientOf } from './chat-place.ts';

const ticketAnswer = z.object({ Ticket: z.string() });
/** Another terminal with this name may set its own password between ours and our sign-in. */
const TRIES = 5;

/** A user of the stack, signed in; a new one is signed up first. */
export type ChatUser = Awaited<ReturnType<typeof signInUser>>;

/** Signs in with a new password, which is told to no one and forgotten. */
export async function signInUser({ gatewayUrl, outputs }: ChatPlace, Username: string) {
  const UserPoolId = outputs.ChatUserPoolId;
  const client = new CognitoIdentityProviderClient(stackClientOf(gatewayUrl));
  let idToken = await signIn();
  return {
    /** As the chat names its members. */
    memberId: `sub:${decodeJwt(idToken).sub ?? ''}`,
    /** A ticket by which this user connects once. */
    ticket: async (): Promise<string> => {
      const ask = () =>
        fetch(outputs.ChatTicketUrl, { method: 'POST', headers: { Authorization: `Bearer ${idToken}` } });
      let answer = await ask();
      if (answer.status === 401) {
        // Tokens are good for an hour.
        idToken = await signIn();
        answer = await ask();
      }
      if (!answer.ok) throw new Error(`There is no ticket to connect with: status ${answer.status}`);
      return ticketAnswer.parse(await answer.json()).Ticket;
    },
    /** The name of the user that a member is; undefined when there is no such user. */
    findName: async (memberId: string): Promise<string | undefined> => {
      const [, sub] = /^sub:([\w-]+)$/.exec(memberId) ?? [];
      if (sub === undefined) return undefined;
      const { Users = [] } = await client.send(
        new ListUsersCommand({ UserPoolId, Filter: `sub = "${sub}"` }),
      );
      return Users[0]?.Username;
    },
    close: () => client.destroy(),
  };

  async function signIn(): Promise<string> {
    for (let left = TRIES; ; left -= 1) {
      const Password = `aA1!${randomBytes(24).toString('base64url')}`;
      await client
        .send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }))
        .catch(unless(UsernameExistsException));
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
      const auth = new InitiateAuthCommand({
        ...{ ClientId: outputs.ChatUserPoolClientId, AuthFlow: 'USER_PASSWORD_AUTH' },
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      });
      const tokens = await client.send(auth).catch(left > 1 ? unless(NotAuthorizedException) : rethrow);
      const token = tokens?.AuthenticationResult?.IdToken;
      if (token !== undefined) return token;
    }
  }
}

/** Passes over errors of one kind. */
const unless =
  (kind: abstract new (...args: never) => Error) =>
  (error: unknown): undefined => {
    if (!(error instanceof kind)) throw error;
  };

function rethrow(error: unknown): never {
  throw error;
}
