import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CognitoStack, PASSWORD, startCognito } from '../cognito-stack.fixture.ts';

const NEW = 'Horses-are-88';
let stack: CognitoStack;
let ClientId: string;
let poolId: string;
beforeAll(async () => {
  stack = await startCognito();
  const { pool, clientId } = stack.addPool();
  [ClientId, poolId] = [clientId, pool.id];
});
afterAll(() => stack.stop());

async function signedUp(Username: string): Promise<void> {
  const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
  await stack.cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }));
}
async function confirmed(Username: string): Promise<void> {
  await signedUp(Username);
  await stack.cognito.send(
    new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: stack.lastCode() }),
  );
}
const forget = (Username: string, client = ClientId) =>
  stack.cognito.send(new ForgotPasswordCommand({ ClientId: client, Username }));
const reset = (Username: string, ConfirmationCode: string, Password = NEW) =>
  stack.cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
const signIn = (USERNAME: string, password: string) =>
  stack.cognito.send(
    new InitiateAuthCommand({
      ...{ ClientId, AuthFlow: 'USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME, PASSWORD: password },
    }),
  );
/** A code that is not the last one. */
const otherCode = () => String((Number(stack.lastCode()) + 1) % 1_000_000).padStart(6, '0');

describe('a forgotten password', () => {
  it('is replaced with the code that a notice tells, once', async () => {
    await confirmed('ann');
    expect((await forget('ann')).CodeDeliveryDetails).toEqual({
      ...{ Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(stack.notices.at(-1)).toMatch(/password reset code for ann@example\.com is \d{6}$/);
    await expect(signIn('ann', PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
    const code = stack.lastCode();
    await expect(reset('ann', otherCode())).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(reset('ann', code, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await reset('ann', code);
    await expect(signIn('ann', PASSWORD)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn('ann', NEW)).resolves.toHaveProperty('AuthenticationResult');
    await expect(reset('ann', code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  it('is replaced by one of two at once', async () => {
    await confirmed('bob');
    await forget('bob');
    const code = stack.lastCode();
    const ended = await Promise.allSettled([reset('bob', code), reset('bob', code, `${NEW}9`)]);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('has a code that is valid for an hour, and the last one only', async () => {
    await confirmed('cat');
    await forget('cat');
    const first = stack.lastCode();
    await forget('cat');
    if (stack.lastCode() !== first)
      await expect(reset('cat', first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    stack.ahead.ms += 60 * 60 * 1000 + 1;
    await expect(reset('cat', stack.lastCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('cannot be replaced without an address that was proven', async () => {
    await signedUp('dan');
    const code = stack.lastCode();
    const problem = {
      name: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    };
    await expect(forget('dan')).rejects.toMatchObject(problem);
    // The code of a sign-up is for that alone.
    await expect(reset('dan', code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await stack.cognito.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'eve' }));
    await expect(forget('eve')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
    await stack.cognito.send(
      new AdminSetUserPasswordCommand({
        ...{ UserPoolId: poolId, Username: 'eve', Password: PASSWORD, Permanent: true },
      }),
    );
    await expect(forget('eve')).rejects.toMatchObject(problem);
  });

  it('tells of a user who is not there only where the client says so', async () => {
    expect((await forget('nobody')).CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    await expect(reset('nobody', '000000')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const { clientId } = stack.addPool({ id: 'eu-west-1_bbbbbbbbb' }, { hidesUserExistence: false });
    await expect(forget('nobody', clientId)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
