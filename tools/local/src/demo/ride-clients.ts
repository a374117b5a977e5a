import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

const rideOutputs = z.looseObject({
  RideApiUrl: z.string(),
  RidesTableName: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
});

/** What a rider and an onlooker do with the stack `WildRydes`, each with the usual client. */
export function rideClients(stack: { url: string; outputs: Record<string, unknown> }) {
  const outputs = rideOutputs.parse(stack.outputs.WildRydes);
  const config = {
    endpoint: stack.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  };
  const cognito = new CognitoIdentityProviderClient(config);
  const dynamodb = new DynamoDBClient(config);
  return {
    /** Signs up, confirms and signs in; answers the id token. */
    signIn: async (Username: string, Password: string): Promise<string> => {
      const { UserPoolId, UserPoolClientId: ClientId } = outputs;
      const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
      await cognito.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
      await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
      const AuthParameters = { USERNAME: Username, PASSWORD: Password };
      const { AuthenticationResult } = await cognito.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
      );
      return AuthenticationResult?.IdToken ?? '';
    },
    requestRide: async (body: string, token: string | undefined) => {
      const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: token }) };
      const answer = await fetch(`${outputs.RideApiUrl}ride`, { method: 'POST', headers, body });
      return { status: answer.status, body: (await answer.json()) as unknown };
    },
    ride: async (RideId: string) => {
      const Key = { RideId: { S: RideId } };
      return (await dynamodb.send(new GetItemCommand({ TableName: outputs.RidesTableName, Key }))).Item;
    },
    close: () => {
      cognito.destroy();
      dynamodb.destroy();
    },
  };
}

export type RideClients = ReturnType<typeof rideClients>;
