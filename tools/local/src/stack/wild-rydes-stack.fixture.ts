import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import type { LogLine } from '../log-line.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { startStack } from './start-stack.ts';

const outputs = z.object({
  WildRydes: z.object({
    RideApiUrl: z.string(),
    RidesTableName: z.string(),
    UserPoolId: z.string(),
    UserPoolClientId: z.string(),
  }),
  Hello: z.object({ HelloApiUrl: z.string() }),
});

const PASSWORD = 'Unicorns-4-everyone';

/** The stacks on a free port, from the zips that deploy, and who can sign up and ride. */
export async function startWildRydes() {
  const lines: LogLine[] = [];
  const onLine = (line: LogLine) => void lines.push(line);
  const stack = await startStack({ assembly: assemblyFolder, only: ['WildRydes', 'Hello'], port: 0, onLine });
  const { WildRydes, Hello } = outputs.parse(stack.outputs);
  const config = clientConfig(stack.url);
  const users = new CognitoIdentityProviderClient(config);
  const clients = { users, lambda: new LambdaClient(config), dynamodb: new DynamoDBClient(config) };
  const stop = async () => {
    for (const client of Object.values(clients)) client.destroy();
    await stack.stop();
  };
  return {
    ...{ clients, stop, rideApiUrl: WildRydes.RideApiUrl, helloApiUrl: Hello.HelloApiUrl },
    ridesTable: WildRydes.RidesTableName,
    /** Signs a new rider up and in, and answers the tokens. */
    signIn: (Username: string) => signIn(users, WildRydes, Username),
    deleteUser: async (Username: string) => {
      await users.send(new AdminDeleteUserCommand({ UserPoolId: WildRydes.UserPoolId, Username }));
    },
    logOf: (functionName: string) =>
      lines.filter((each) => each.functionName === functionName).map(({ line }) => line),
  };
}

export type WildRydes = Awaited<ReturnType<typeof startWildRydes>>;

/** Signs a new user up and in, and answers the tokens. */
export async function signIn(
  users: CognitoIdentityProviderClient,
  { UserPoolId, UserPoolClientId: ClientId }: { UserPoolId: string; UserPoolClientId: string },
  Username: string,
): Promise<{ idToken: string; accessToken: string }> {
  const UserAttributes = [{ Name: 'email', Value: `${Username}@rydes.example` }];
  await users.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }));
  await users.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
  const AuthParameters = { USERNAME: Username, PASSWORD };
  const auth = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  const { IdToken, AccessToken } = (await users.send(auth)).AuthenticationResult ?? {};
  return z
    .object({ idToken: z.string(), accessToken: z.string() })
    .parse({ idToken: IdToken, accessToken: AccessToken });
}
