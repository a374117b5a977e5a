import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { policyDocument } from '../../iam/policy-document.ts';
import { CLIENT, type CognitoStack, PASSWORD, startCognito } from '../cognito-stack.fixture.ts';
import { claimsIn } from '../hostile-tokens.fixture.ts';
import { newTokens, passwordAuth } from '../sign-in.fixture.ts';

let stack: CognitoStack;
let ClientId: string;
let UserPoolId: string;
let added: ReturnType<CognitoStack['addPool']>;
beforeAll(async () => void (stack = await startCognito()));
afterAll(() => stack.stop());
let count = 0;
beforeEach(() => {
  added = stack.addPool({ id: `eu-west-1_admin${String(++count).padStart(4, '0')}` });
  UserPoolId = added.pool.id;
  ClientId = added.clientId;
  stack.ahead.ms = 0;
});

const send: CognitoStack['cognito']['send'] = (...args: [never]) => stack.cognito.send(...args);
const create = (input: Partial<cognito.AdminCreateUserCommandInput> = {}) =>
  stack.cognito.send(new cognito.AdminCreateUserCommand({ UserPoolId, Username: 'kim', ...input }));
const setPassword = (Password: string, Permanent: boolean) =>
  stack.cognito.send(
    new cognito.AdminSetUserPasswordCommand({ UserPoolId, Username: 'kim', Password, Permanent }),
  );
const respond = (Session: string | undefined, ChallengeResponses: Record<string, string>) =>
  stack.cognito.send(
    new cognito.RespondToAuthChallengeCommand({
      ...{ ClientId, Session, ChallengeName: 'NEW_PASSWORD_REQUIRED', ChallengeResponses },
    }),
  );

describe('AdminCreateUser', () => {
  it('tells a temporary password, which must be changed at the first sign-in', async () => {
    const { User } = await create({ UserAttributes: [{ Name: 'email', Value: 'kim@example.com' }] });
    expect(User).toMatchObject({ Username: 'kim', UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
    const temporary = stack.notices.at(-1)?.split(' is ')[1] ?? '';
    const asked = await stack.cognito.send(passwordAuth(ClientId, 'kim', temporary));
    expect(asked).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { USER_ID_FOR_SRP: 'kim', requiredAttributes: '[]' },
    });
    expect(asked.AuthenticationResult).toBeUndefined();
    await expect(respond(asked.Session, { USERNAME: 'kim', NEW_PASSWORD: 'weak' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    const answer = { USERNAME: 'kim', NEW_PASSWORD: PASSWORD };
    const both = await Promise.allSettled([respond(asked.Session, answer), respond(asked.Session, answer)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(respond(asked.Session, answer)).rejects.toThrow('Invalid session for the user.');
    await expect(stack.cognito.send(passwordAuth(ClientId, 'kim', temporary))).rejects.toThrow('Incorrect');
    const { AuthenticationResult } = await stack.cognito.send(passwordAuth(ClientId, 'kim'));
    expect(AuthenticationResult?.IdToken).toEqual(expect.any(String));
  });

  it('asks a user for the attributes that the pool requires', async () => {
    const schema = [{ name: 'name', required: true }];
    stack.addPool({ id: UserPoolId, schema }, { id: ClientId });
    await create({ TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' });
    const { Session, ChallengeParameters } = await stack.cognito.send(passwordAuth(ClientId, 'kim'));
    expect(ChallengeParameters?.['requiredAttributes']).toBe('["userAttributes.name"]');
    const answer = { USERNAME: 'kim', NEW_PASSWORD: `${PASSWORD}!` };
    await expect(respond(Session, answer)).rejects.toThrow('name: The attribute is required');
    await respond(Session, { ...answer, 'userAttributes.name': 'Kim' });
    const { UserAttributes } = await send(new cognito.AdminGetUserCommand({ UserPoolId, Username: 'kim' }));
    expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Kim' });
  });

  it('refuses an answer to a challenge that is late, made up or another user’s', async () => {
    await create({ TemporaryPassword: PASSWORD });
    await newTokens(stack, added, 'lee');
    const { Session } = await stack.cognito.send(passwordAuth(ClientId, 'kim'));
    const answer = { USERNAME: 'kim', NEW_PASSWORD: `${PASSWORD}!` };
    await expect(respond('made-up', answer)).rejects.toThrow('Invalid session for the user.');
    await expect(respond(Session, { ...answer, USERNAME: 'lee' })).rejects.toThrow('Invalid session');
    await expect(respond(Session, { ...answer, SECRET_HASH: 'x' })).rejects.toThrow('response SECRET_HASH');
    stack.ahead.ms = 180_000;
    await expect(respond(Session, answer)).rejects.toThrow('session is expired');
  });

  it('makes a password that ends with its days', async () => {
    await create({ TemporaryPassword: PASSWORD });
    stack.ahead.ms = 7 * 86_400_000;
    await expect(stack.cognito.send(passwordAuth(ClientId, 'kim'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });

  it('makes a name once', async () => {
    await create();
    await expect(create({ Username: 'KIM' })).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });
});

describe('AdminSetUserPassword', () => {
  it('confirms with a permanent one, and asks for a new one otherwise', async () => {
    await create({ TemporaryPassword: PASSWORD });
    await setPassword('Second-pass-2', true);
    const signIn = () => stack.cognito.send(passwordAuth(ClientId, 'kim', 'Second-pass-2'));
    expect((await signIn()).AuthenticationResult?.TokenType).toBe('Bearer');
    await setPassword('Second-pass-2', false);
    expect((await signIn()).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await expect(setPassword('weak', true)).rejects.toMatchObject({ name: 'InvalidPasswordException' });
  });
});

describe('AdminInitiateAuth', () => {
  it('signs in for a client that may, with the password', async () => {
    stack.addPool(
      { id: UserPoolId },
      { id: ClientId, explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
    );
    await create({ TemporaryPassword: PASSWORD });
    await setPassword(PASSWORD, true);
    const ask = (AuthFlow: cognito.AuthFlowType, password = PASSWORD) =>
      stack.cognito.send(
        new cognito.AdminInitiateAuthCommand({
          ...{ UserPoolId, ClientId, AuthFlow },
          AuthParameters: { USERNAME: 'kim', PASSWORD: password },
        }),
      );
    expect((await ask('ADMIN_USER_PASSWORD_AUTH')).AuthenticationResult?.ExpiresIn).toBe(3600);
    await expect(ask('ADMIN_USER_PASSWORD_AUTH', 'wrong')).rejects.toThrow('Incorrect username or password.');
    await expect(stack.cognito.send(passwordAuth(ClientId, 'kim'))).rejects.toThrow('not enabled');
    const another = stack.addPool({ id: 'eu-west-1_another1' });
    const other = { UserPoolId: another.pool.id, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' } as const;
    await expect(send(new cognito.AdminInitiateAuthCommand(other))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('AdminDeleteUser', () => {
  it('ends every sign-in with the user, and frees the name', async () => {
    const tokens = await newTokens(stack, added, 'kim');
    await send(new cognito.AdminDeleteUserCommand({ UserPoolId, Username: 'kim' }));
    const { AccessToken, RefreshToken } = tokens;
    await expect(send(new cognito.GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    const AuthParameters = { REFRESH_TOKEN: RefreshToken };
    const refresh = new cognito.InitiateAuthCommand({
      ...{ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters },
    });
    await expect(stack.cognito.send(refresh)).rejects.toThrow('Invalid Refresh Token');
    const again = await newTokens(stack, added, 'kim');
    await expect(send(new cognito.GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    const me = await send(new cognito.GetUserCommand({ AccessToken: again.AccessToken }));
    expect(me).toMatchObject({ Username: 'kim' });
  });
});

describe('DeleteUser', () => {
  it("removes the access token's own user, and the next one of the name has another sub", async () => {
    const tokens = await newTokens(stack, added, 'kim');
    const { sub } = claimsIn(tokens.IdToken);
    const { AccessToken } = tokens;
    await send(new cognito.DeleteUserCommand({ AccessToken }));
    const again = await newTokens(stack, added, 'kim');
    expect(claimsIn(again.IdToken)).toMatchObject({ 'cognito:username': 'kim', sub: expect.any(String) });
    expect(claimsIn(again.IdToken)['sub']).not.toBe(sub);
    expect(claimsIn(again.AccessToken)['sub']).toBe(claimsIn(again.IdToken)['sub']);
    const withOldToken = send(new cognito.DeleteUserCommand({ AccessToken }));
    await expect(withOldToken).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect(await send(new cognito.GetUserCommand({ AccessToken: again.AccessToken }))).toMatchObject({
      Username: 'kim',
    });
  });
});

describe('ListUsers', () => {
  it('pages by name, and selects by a filter', async () => {
    for (const Username of ['ann', 'bob', 'cleo']) {
      const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
      await create({ Username, UserAttributes, MessageAction: 'SUPPRESS' });
    }
    const list = async (input: Partial<cognito.ListUsersCommandInput>) => {
      const command = new cognito.ListUsersCommand({ UserPoolId, ...input });
      const { Users = [], PaginationToken } = await stack.cognito.send(command);
      return { names: Users.map((user) => user.Username), PaginationToken, Users };
    };
    const first = await list({ Limit: 2 });
    expect(first.names).toEqual(['ann', 'bob']);
    const { PaginationToken } = first;
    expect(await list({ Limit: 2, PaginationToken })).toMatchObject({
      ...{ names: ['cleo'], PaginationToken: undefined },
    });
    expect((await list({ Filter: 'email = "bob@example.com"' })).names).toEqual(['bob']);
    expect((await list({ Filter: 'username ^= "c"' })).names).toEqual(['cleo']);
    expect((await list({ AttributesToGet: ['email'] })).Users[0]?.Attributes).toEqual([
      { Name: 'email', Value: 'ann@example.com' },
    ]);
    await expect(list({ Filter: 'password = "x"' })).rejects.toThrow('filter is not valid');
  });
});

describe('descriptions', () => {
  it('say what the template said', async () => {
    const { UserPools } = await stack.cognito.send(new cognito.ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toContainEqual({ Id: UserPoolId, Name: 'Riders', LambdaConfig: {} });
    const { UserPool } = await stack.cognito.send(new cognito.DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool).toMatchObject({
      Arn: added.pool.arn,
      Policies: { PasswordPolicy: { MinimumLength: 10, RequireSymbols: true } },
      AutoVerifiedAttributes: ['email'],
      EstimatedNumberOfUsers: 0,
    });
    const { UserPoolClients } = await stack.cognito.send(
      new cognito.ListUserPoolClientsCommand({ UserPoolId }),
    );
    expect(UserPoolClients).toEqual([{ ClientId, UserPoolId, ClientName: 'web' }]);
    const { UserPoolClient } = await stack.cognito.send(
      new cognito.DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
    );
    expect(UserPoolClient).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    });
    const absent = new cognito.DescribeUserPoolCommand({ UserPoolId: 'eu-west-1_absent' });
    await expect(stack.cognito.send(absent)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a client', () => {
  it('is of a pool that exists', () => {
    const addClient = () => stack.userPools.addClient('a_b', { ...CLIENT, id: 'one' });
    expect(addClient).toThrow('User pool a_b does not exist.');
  });
});

describe('operations that the stack does not have', () => {
  it('are refused by name', async () => {
    await expect(send(new cognito.CreateUserPoolCommand({ PoolName: 'x' }))).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: 'The local stack does not support cognito-idp:CreateUserPool',
    });
  });
});

describe('permissions', () => {
  it('are asked of a function for its pool, and not for what users call', async () => {
    const allowed = { Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: added.pool.arn };
    const read = policyDocument.parse({ Version: '2012-10-17', Statement: [allowed] });
    const policies = new Map([['read', read]]);
    stack.roles.add({ name: 'reader', arn: 'arn:aws:iam::111122223333:role/reader', policies });
    const credentials = stack.roles.credentialsFor('read', 'reader');
    const client = new cognito.CognitoIdentityProviderClient({
      ...{ endpoint: stack.gateway.url, region: 'eu-west-1', credentials, maxAttempts: 1 },
    });
    await newTokens(stack, added, 'kim');
    const named = { UserPoolId, Username: 'kim' };
    expect((await client.send(new cognito.AdminGetUserCommand(named))).Username).toBe('kim');
    await expect(client.send(new cognito.AdminDeleteUserCommand(named))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `not authorized to perform: cognito-idp:AdminDeleteUser on resource: ${added.pool.arn}`,
      ),
    });
    expect((await client.send(passwordAuth(ClientId, 'kim'))).AuthenticationResult?.TokenType).toBe('Bearer');
    client.destroy();
  });
});
