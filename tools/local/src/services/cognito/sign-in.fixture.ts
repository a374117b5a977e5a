import {
  AdminConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type CognitoStack, PASSWORD } from './cognito-stack.fixture.ts';

/** Asks for tokens by name and password. */
export function passwordAuth(ClientId: string, USERNAME: string, password = PASSWORD): InitiateAuthCommand {
  const AuthParameters = { USERNAME, PASSWORD: password };
  return new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
}

export type Tokens = { IdToken: string; AccessToken: string; RefreshToken: string };

/** Signs a new user up and in, confirmed by an administrator. */
export async function newTokens(
  { cognito }: Pick<CognitoStack, 'cognito'>,
  { pool, clientId }: ReturnType<CognitoStack['addPool']>,
  name: string,
): Promise<Tokens> {
  const UserAttributes = [{ Name: 'email', Value: `${name}@example.com` }];
  await cognito.send(
    new SignUpCommand({ ClientId: clientId, Username: name, Password: PASSWORD, UserAttributes }),
  );
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.id, Username: name }));
  const { AuthenticationResult: tokens = {} } = await cognito.send(passwordAuth(clientId, name));
  const { IdToken = '', AccessToken = '', RefreshToken = '' } = tokens;
  return { IdToken, AccessToken, RefreshToken };
}
