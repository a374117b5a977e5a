import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CognitoStack, PASSWORD, startCognito } from '../cognito-stack.fixture.ts';
import { passwordAuth } from '../sign-in.fixture.ts';

const HOUR_MS = 3_600_000;
let stack: CognitoStack;
let ClientId: string;
let UserPoolId: string;
beforeAll(async () => void (stack = await startCognito()));
afterAll(() => stack.stop());
let count = 0;
let Username: string;
beforeEach(() => {
  const added = stack.addPool();
  ClientId = added.clientId;
  UserPoolId = added.pool.id;
  Username = `rider-${++count}`;
  stack.ahead.ms = 0;
});

const email = (Value: string) => [{ Name: 'email', Value }];
const signUp = (changes: Partial<ConstructorParameters<typeof SignUpCommand>[0]> = {}) =>
  stack.cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, ...changes }));
const confirm = (ConfirmationCode: string, name = Username) =>
  stack.cognito.send(new ConfirmSignUpCommand({ ClientId, Username: name, ConfirmationCode }));
const user = (name = Username) => stack.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: name }));
const otherCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('SignUp', () => {
  it('stores a user to be confirmed by the six digits of a notice, who then signs in', async () => {
    const answer = await signUp({ UserAttributes: email('rider@example.com') });
    expect(answer).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/),
      CodeDeliveryDetails: { Destination: 'r***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(stack.notices.at(-1)).toMatch(
      /^User pool Riders: the confirmation code for rider@example\.com is \d{6}$/,
    );
    await expect(stack.cognito.send(passwordAuth(ClientId, Username))).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    await confirm(stack.lastCode());
    const { UserStatus, UserAttributes, UserCreateDate } = await user();
    expect(UserStatus).toBe('CONFIRMED');
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect(Math.abs((UserCreateDate?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    const { AuthenticationResult } = await stack.cognito.send(passwordAuth(ClientId, Username));
    expect(AuthenticationResult?.TokenType).toBe('Bearer');
  });

  it.each([
    ['Sh0rt-one', 'Password not long enough'],
    ['without-upper-7', 'Password must have uppercase characters'],
    ['WITHOUT-LOWER-7', 'Password must have lowercase characters'],
    ['Without-number', 'Password must have numeric characters'],
    ['WithoutSymbol7', 'Password must have symbol characters'],
  ])('refuses the password %s by the policy', async (Password, rule) => {
    await expect(signUp({ Password })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${rule}`,
    });
  });

  it.each([
    ['an attribute that the pool does not have', [{ Name: 'custom:team', Value: 'x' }], 'custom:team'],
    ['an address that is none', email('not an address'), 'Invalid email address format.'],
    ['a telephone number that is none', [{ Name: 'phone_number', Value: '12' }], 'phone number format'],
    ['a sub of its own', [{ Name: 'sub', Value: 'x' }], 'Cannot modify the non-mutable attribute sub'],
  ])('refuses %s', async (_, UserAttributes, message) => {
    await expect(signUp({ UserAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it('lets no user say that their own address is verified', async () => {
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await expect(signUp({ UserAttributes })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('gives a name to one of two who ask for it at once, however it is written', async () => {
    const names = [Username, Username.toUpperCase(), Username];
    const ended = await Promise.allSettled(names.map((name) => signUp({ Username: name })));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of ended)
      if (each.status === 'rejected')
        expect(each.reason).toMatchObject({
          name: 'UsernameExistsException',
          message: 'User already exists',
        });
  });

  it('tells two names apart by their case where the pool does', async () => {
    const { clientId } = stack.addPool({ id: 'eu-west-1_case00001', caseSensitive: true });
    const subs = await Promise.all(
      ['rider', 'Rider'].map((name) => signUp({ ClientId: clientId, Username: name })),
    );
    expect(new Set(subs.map(({ UserSub }) => UserSub)).size).toBe(2);
  });

  it('is refused where only administrators make users, and by a client that does not exist', async () => {
    const { clientId } = stack.addPool({ id: 'eu-west-1_admin0001', selfSignUp: false });
    await expect(signUp({ ClientId: clientId })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
    await expect(signUp({ ClientId: 'absent' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client absent does not exist.',
    });
  });

  it('requires the attributes of the schema, within their lengths', async () => {
    const schema = [
      { name: 'name', required: true },
      { name: 'custom:team', required: false, maxLength: 3 },
    ];
    const { clientId, pool } = stack.addPool({ id: 'eu-west-1_schema001', schema });
    await expect(signUp({ ClientId: clientId })).rejects.toThrow('name: The attribute is required');
    const Name = { Name: 'name', Value: 'Kim' };
    const team = (Value: string) => [Name, { Name: 'custom:team', Value }];
    await expect(signUp({ ClientId: clientId, UserAttributes: team('blue') })).rejects.toThrow(
      'custom:team: Must have 0 to 3 characters',
    );
    await signUp({ ClientId: clientId, UserAttributes: team('red') });
    const { UserAttributes } = await stack.cognito.send(
      new AdminGetUserCommand({ UserPoolId: pool.id, Username }),
    );
    expect(UserAttributes).toEqual(expect.arrayContaining(team('red')));
  });

  it('names the member that it does not take', async () => {
    await expect(signUp({ SecretHash: 'x' })).rejects.toThrow(/SecretHash/);
    await expect(signUp({ Username: 'a b' })).rejects.toThrow(/Username/);
  });
});

describe('ConfirmSignUp', () => {
  it('refuses a wrong code, one of before, and one that is a day old', async () => {
    await signUp({ UserAttributes: email('rider@example.com') });
    const first = stack.lastCode();
    await expect(confirm(otherCode(first))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    do await stack.cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    while (stack.lastCode() === first);
    await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    stack.ahead.ms = 24 * HOUR_MS;
    await expect(confirm(stack.lastCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    stack.ahead.ms -= 60_000;
    await confirm(stack.lastCode());
    await expect(confirm(stack.lastCode())).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('does not confirm a user who was sent no code', async () => {
    await signUp();
    for (const code of ['000000', ' ', 'undefined'])
      await expect(confirm(code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect((await user()).UserStatus).toBe('UNCONFIRMED');
  });

  it('does not show who exists, unless the client says so', async () => {
    await expect(confirm('123456', 'unknown-user')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const resend = (id: string) =>
      stack.cognito.send(new ResendConfirmationCodeCommand({ ClientId: id, Username: 'unknown-user' }));
    expect((await resend(ClientId)).CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    const { clientId } = stack.addPool({ id: 'eu-west-1_legacy001' }, { hidesUserExistence: false });
    await expect(resend(clientId)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('AdminConfirmSignUp', () => {
  it('confirms a user without a code, once', async () => {
    await signUp();
    const confirmed = () => stack.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    await confirmed();
    expect((await user()).UserStatus).toBe('CONFIRMED');
    await expect(confirmed()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('a pool whose users sign up with their address', () => {
  it('names them by their sub, and finds them by both', async () => {
    const { clientId, pool } = stack.addPool({ id: 'eu-west-1_byemail01', emailSignIn: 'username' });
    const { UserSub = '' } = await signUp({ ClientId: clientId, Username: 'Kim@example.com' });
    const get = (name: string) =>
      stack.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: name }));
    expect((await get('kim@EXAMPLE.com')).Username).toBe(UserSub);
    expect((await get(UserSub)).UserAttributes).toContainEqual({ Name: 'email', Value: 'Kim@example.com' });
    await expect(signUp({ ClientId: clientId, Username: 'kim@example.com' })).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    await expect(signUp({ ClientId: clientId, Username: 'kim' })).rejects.toThrow(
      'Username should be an email.',
    );
  });
});

describe('a pool whose users may sign in with a verified address', () => {
  it('gives the address to the first who verifies it', async () => {
    const { clientId } = stack.addPool({ id: 'eu-west-1_byalias01', emailSignIn: 'alias' });
    const UserAttributes = email('shared@example.com');
    const join = async (name: string) => {
      await signUp({ ClientId: clientId, Username: name, UserAttributes });
      return stack.lastCode();
    };
    const [first, second] = [await join('first'), await join('second')];
    const command = (name: string, ConfirmationCode: string) =>
      new ConfirmSignUpCommand({ ClientId: clientId, Username: name, ConfirmationCode });
    const bySharedAddress = () => stack.cognito.send(passwordAuth(clientId, 'shared@example.com'));
    await expect(bySharedAddress()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await stack.cognito.send(command('first', first));
    expect((await bySharedAddress()).AuthenticationResult?.ExpiresIn).toBe(3600);
    await expect(stack.cognito.send(command('second', second))).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
    await expect(signUp({ ClientId: clientId, Username: 'x@example.com' })).rejects.toThrow(
      'Username cannot be of email format',
    );
  });
});
