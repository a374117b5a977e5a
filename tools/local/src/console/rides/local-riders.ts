import { randomBytes } from 'node:crypto';
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownClient } from '../../stack/part.ts';
import { ConsoleError } from '../console-operation.ts';

type Place = Parameters<typeof ownClient>[0];
type Pool = { UserPoolId: string; ClientId: string };

/** Only users of this address are the page's own: it sets their passwords. */
const ADDRESS = '@page.hanok.example';

/**
 * Signs a user of the page in, who is made when there is none, and answers the id token. Throws `ConsoleError` for a user
 * whom somebody else has made: the page does not know the password.
 */
export async function signInRider(place: Place, { UserPoolId, ClientId }: Pool, Username: string) {
  const client = new CognitoIdentityProviderClient(ownClient(place));
  // The rules of the pool ask for all kinds of characters.
  const Password = `Aa1!${randomBytes(18).toString('base64url')}`;
  try {
    const email = await emailOf(client, { UserPoolId, Username });
    if (email === undefined) {
      const UserAttributes = [{ Name: 'email', Value: `${randomBytes(6).toString('hex')}${ADDRESS}` }];
      await client.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
      await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    } else if (email.endsWith(ADDRESS)) {
      const set = new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true });
      await client.send(set);
    } else {
      const reason = 'somebody else signed this user up: choose another name';
      throw new ConsoleError(409, reason, { rider: reason });
    }
    const AuthParameters = { USERNAME: Username, PASSWORD: Password };
    const auth = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    return (await client.send(auth)).AuthenticationResult?.IdToken ?? '';
  } finally {
    client.destroy();
  }
}

type User = { UserPoolId: string; Username: string };

async function emailOf(client: CognitoIdentityProviderClient, user: User): Promise<string | undefined> {
  try {
    const { UserAttributes = [] } = await client.send(new AdminGetUserCommand(user));
    return UserAttributes.find(({ Name }) => Name === 'email')?.Value ?? '';
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}
