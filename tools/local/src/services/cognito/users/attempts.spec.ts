import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CognitoStack, PASSWORD, startCognito } from '../cognito-stack.fixture.ts';
import { passwordAuth } from '../sign-in.fixture.ts';
import { createAttempts } from './attempts.ts';

let at = 0;
beforeEach(() => void (at = 1_000_000));
const wrong = async () => {
  throw new Error('wrong');
};
const right = async () => 'in';
const EXCEEDED = 'Password attempts exceeded';

describe('wrong passwords', () => {
  it('lock a user out after five, for twice as long after each further one, for 15 minutes at most', async () => {
    const { atPassword } = createAttempts(() => at);
    for (let tried = 0; tried < 5; tried++) await expect(atPassword('ann', wrong)).rejects.toThrow('wrong');
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      at += seconds * 1_000 - 1;
      // What is tried in the meantime makes it no longer.
      await expect(atPassword('ann', right)).rejects.toMatchObject({
        ...{ code: 'NotAuthorizedException', message: EXCEEDED },
      });
      at += 1;
      await expect(atPassword('ann', wrong)).rejects.toThrow('wrong');
    }
    await expect(atPassword('bob', right)).resolves.toBe('in');
  });

  it('are forgotten with a right one, and after 15 minutes without any', async () => {
    const { atPassword } = createAttempts(() => at);
    const fail = async (times: number) => {
      for (let tried = 0; tried < times; tried++)
        await expect(atPassword('ann', wrong)).rejects.toThrow('wrong');
    };
    await fail(4);
    await atPassword('ann', right);
    await fail(5);
    await expect(atPassword('ann', right)).rejects.toThrow(EXCEEDED);
    at += 900_000;
    await fail(5);
    await expect(atPassword('ann', right)).rejects.toThrow(EXCEEDED);
  });

  it('count one after the other when they come at once, and right ones do not', async () => {
    const { atPassword } = createAttempts(() => at);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => atPassword('ann', wrong)));
    const messages = outcomes.map((each) => (each.status === 'rejected' ? String(each.reason.message) : ''));
    expect(messages.filter((message) => message === 'wrong')).toHaveLength(5);
    expect(messages.filter((message) => message === EXCEEDED)).toHaveLength(45);
    expect(await Promise.all(Array.from({ length: 50 }, () => atPassword('bob', right)))).toHaveLength(50);
  });
});

describe('wrong codes', () => {
  const refuse = () => {
    throw new Error('wrong');
  };

  it('end the hour for a user after five, the right one as well', () => {
    const { atCode } = createAttempts(() => at);
    for (let tried = 0; tried < 5; tried++) expect(() => atCode('ann', refuse)).toThrow('wrong');
    expect(() => atCode('ann', () => undefined)).toThrow(
      'Attempt limit exceeded, please try after some time.',
    );
    atCode('bob', () => undefined);
    at += 3_600_000;
    atCode('ann', () => undefined);
    for (let tried = 0; tried < 5; tried++) expect(() => atCode('ann', refuse)).toThrow('wrong');
  });
});

describe('a user pool', () => {
  let stack: CognitoStack;
  let ClientId: string;
  beforeAll(async () => {
    stack = await startCognito();
    ({ clientId: ClientId } = stack.addPool());
  });
  afterAll(() => stack.stop());
  const signIn = (name: string, password: string) =>
    stack.cognito.send(passwordAuth(ClientId, name, password));
  const confirm = (Username: string, ConfirmationCode: string) =>
    stack.cognito.send(new cognito.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));

  it('locks out a user who is there and one who is not alike, and lets the first in after a second', async () => {
    const UserAttributes = [{ Name: 'email', Value: 'kim@example.com' }];
    await stack.cognito.send(
      new cognito.SignUpCommand({ ClientId, Username: 'kim', Password: PASSWORD, UserAttributes }),
    );
    await confirm('kim', stack.lastCode());
    for (const name of ['kim', 'absent']) {
      for (let tried = 0; tried < 5; tried++)
        await expect(signIn(name, 'wrong')).rejects.toThrow('Incorrect username or password.');
      await expect(signIn(name.toUpperCase(), PASSWORD)).rejects.toMatchObject({
        ...{ name: 'NotAuthorizedException', message: EXCEEDED },
      });
    }
    stack.ahead.ms += 1_000;
    await expect(signIn('kim', PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('takes five codes an hour for a user', async () => {
    const UserAttributes = [{ Name: 'email', Value: 'lee@example.com' }];
    await stack.cognito.send(
      new cognito.SignUpCommand({ ClientId, Username: 'lee', Password: PASSWORD, UserAttributes }),
    );
    const code = stack.lastCode();
    const other = code === '000000' ? '000001' : '000000';
    for (let tried = 0; tried < 5; tried++)
      await expect(confirm('lee', other)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const refused = { name: 'LimitExceededException' };
    await expect(confirm('lee', code)).rejects.toMatchObject(refused);
    const reset = { ClientId, Username: 'lee', ConfirmationCode: code, Password: PASSWORD };
    await expect(stack.cognito.send(new cognito.ConfirmForgotPasswordCommand(reset))).rejects.toMatchObject(
      refused,
    );
    stack.ahead.ms += 3_600_000;
    await confirm('lee', code);
  });
});
