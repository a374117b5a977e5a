import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CognitoStack, PASSWORD, startCognito } from '../cognito-stack.fixture.ts';
import { newTokens, passwordAuth } from '../sign-in.fixture.ts';

let stack: CognitoStack;
let added: ReturnType<CognitoStack['addPool']>;
let ClientId: string;
beforeAll(async () => {
  stack = await startCognito();
  added = stack.addPool();
  ClientId = added.clientId;
});
afterAll(() => stack.stop());

const send: CognitoStack['cognito']['send'] = (...args: [never]) => stack.cognito.send(...args);
const refresh = (REFRESH_TOKEN: string, client = ClientId) =>
  stack.cognito.send(
    new cognito.InitiateAuthCommand({
      ...{ ClientId: client, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } },
    }),
  );
const getUser = (AccessToken: string) => stack.cognito.send(new cognito.GetUserCommand({ AccessToken }));
const claimsOf = (token = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('InitiateAuth with USER_PASSWORD_AUTH', () => {
  it('gives tokens with the claims of Cognito', async () => {
    const { IdToken, AccessToken } = await newTokens(stack, added, 'claims');
    const now = Math.floor(Date.now() / 1000);
    const shared = {
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: `${stack.gateway.url}/${added.pool.id}`,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      jti: expect.any(String),
      auth_time: expect.any(Number),
      iat: expect.any(Number),
    };
    const id = claimsOf(IdToken);
    expect(id).toEqual({
      ...shared,
      ...{ token_use: 'id', aud: ClientId, 'cognito:username': 'claims' },
      ...{ email: 'claims@example.com', email_verified: false, exp: Number(id['iat']) + 1800 },
    });
    const access = claimsOf(AccessToken);
    expect(access).toEqual({
      ...shared,
      ...{ token_use: 'access', client_id: ClientId, username: 'claims' },
      ...{ scope: 'aws.cognito.signin.user.admin', exp: Number(access['iat']) + 3600 },
    });
    expect(Math.abs(Number(id['iat']) - now)).toBeLessThan(60);
    expect(access['origin_jti']).toBe(id['origin_jti']);
    expect(access['jti']).not.toBe(id['jti']);
  });

  it('refuses a wrong password and an unknown name in the same words', async () => {
    await newTokens(stack, added, 'hidden');
    const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(send(passwordAuth(ClientId, 'hidden', `${PASSWORD}!`))).rejects.toMatchObject(refused);
    await expect(send(passwordAuth(ClientId, 'unknown-user'))).rejects.toMatchObject(refused);
    const { clientId } = stack.addPool({ id: 'eu-west-1_legacy002' }, { hidesUserExistence: false });
    await expect(send(passwordAuth(clientId, 'unknown-user'))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('is refused to a client that is not allowed it, and to one that sends the hash of a secret', async () => {
    const { clientId } = stack.addPool(
      { id: 'eu-west-1_srponly01' },
      { explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] },
    );
    await expect(send(passwordAuth(clientId, 'x'))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
    const AuthParameters = { USERNAME: 'x', PASSWORD, SECRET_HASH: 'x' };
    const AuthFlow = 'USER_PASSWORD_AUTH';
    await expect(
      send(new cognito.InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters })),
    ).rejects.toThrow(`Unable to verify secret hash for client ${ClientId}`);
  });

  it('names a parameter that is missing, and a flow that the stack does not have', async () => {
    const ask = (AuthFlow: cognito.AuthFlowType, AuthParameters: Record<string, string>) =>
      send(new cognito.InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
    await expect(ask('USER_PASSWORD_AUTH', { USERNAME: 'x' })).rejects.toMatchObject({
      ...{ name: 'InvalidParameterException', message: 'Missing required parameter PASSWORD' },
    });
    await expect(ask('USER_SRP_AUTH', { USERNAME: 'x', SRP_A: '1' })).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: 'The local stack does not support cognito-idp with the flow USER_SRP_AUTH',
    });
    await expect(ask('ADMIN_USER_PASSWORD_AUTH', { USERNAME: 'x', PASSWORD })).rejects.toThrow(
      'Initiate Auth method not supported.',
    );
  });

  it('asks for no signature, and every caller is a client outside', async () => {
    const post = (operation: string, body: object) =>
      fetch(stack.gateway.url, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
        body: JSON.stringify(body),
      });
    await newTokens(stack, added, 'unsigned');
    const AuthParameters = { USERNAME: 'unsigned', PASSWORD };
    const answer = await post('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(stack.callers.at(-1)).toEqual({ kind: 'external' });
    const refused = await post('AdminGetUser', { UserPoolId: added.pool.id, Username: 'unsigned' });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { __type: 'MissingAuthenticationTokenException' },
    ]);
  });
});

describe('REFRESH_TOKEN_AUTH', () => {
  it('gives new tokens of the same sign-in, and no new refresh token', async () => {
    const { IdToken, RefreshToken } = await newTokens(stack, added, 'refresher');
    const { AuthenticationResult: again } = await refresh(RefreshToken);
    const [first, second] = [claimsOf(IdToken), claimsOf(again?.IdToken)];
    for (const claim of ['sub', 'auth_time', 'origin_jti', 'event_id'])
      expect(second[claim]).toBe(first[claim]);
    expect(second['jti']).not.toBe(first['jti']);
    expect(again).not.toHaveProperty('RefreshToken');
  });

  it('refuses tokens that are made up, another client’s, too old, or revoked', async () => {
    const other = stack.addPool({ id: 'eu-west-1_other0001' });
    const { RefreshToken, AccessToken } = await newTokens(stack, added, 'refused');
    const refused = (message: string) => ({ name: 'NotAuthorizedException', message });
    await expect(refresh('made-up')).rejects.toMatchObject(refused('Invalid Refresh Token'));
    await expect(refresh(AccessToken)).rejects.toMatchObject(refused('Invalid Refresh Token'));
    await expect(refresh(RefreshToken, other.clientId)).rejects.toMatchObject(
      refused('Invalid Refresh Token'),
    );
    stack.ahead.ms = 86_400_000;
    await expect(refresh(RefreshToken)).rejects.toMatchObject(refused('Refresh Token has expired'));
    stack.ahead.ms = 0;
    await send(new cognito.RevokeTokenCommand({ ClientId, Token: RefreshToken }));
    await expect(refresh(RefreshToken)).rejects.toMatchObject(refused('Refresh Token has been revoked'));
    await expect(getUser(AccessToken)).rejects.toMatchObject(refused('Access Token has been revoked'));
  });
});

describe('GetUser', () => {
  it('answers to an access token, and to nothing else', async () => {
    const { IdToken, AccessToken } = await newTokens(stack, added, 'me');
    expect(await getUser(AccessToken)).toMatchObject({
      Username: 'me',
      UserAttributes: expect.arrayContaining([{ Name: 'email', Value: 'me@example.com' }]),
    });
    for (const token of [IdToken, 'x', `${AccessToken.slice(0, -8)}AAAAAAAA`])
      await expect(getUser(token)).rejects.toMatchObject({
        ...{ name: 'NotAuthorizedException', message: 'Invalid Access Token' },
      });
    stack.ahead.ms = 3_600_000;
    await expect(getUser(AccessToken)).rejects.toThrow('Access Token has expired');
    stack.ahead.ms = 0;
  });

  it('ends with GlobalSignOut, for every sign-in of the user', async () => {
    const first = await newTokens(stack, added, 'leaving');
    const { AuthenticationResult: second } = await send(passwordAuth(ClientId, 'leaving'));
    await send(new cognito.GlobalSignOutCommand({ AccessToken: first.AccessToken }));
    await expect(getUser(second?.AccessToken ?? '')).rejects.toThrow('Access Token has been revoked');
    await expect(refresh(second?.RefreshToken ?? '')).rejects.toThrow('Refresh Token has been revoked');
    const { AuthenticationResult: third } = await send(passwordAuth(ClientId, 'leaving'));
    expect((await getUser(third?.AccessToken ?? '')).Username).toBe('leaving');
  });
});
