import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetUserCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type CognitoStack, PASSWORD, startCognito } from '../cognito-stack.fixture.ts';
import { keysOf } from '../hostile-tokens.fixture.ts';
import { newTokens, passwordAuth } from '../sign-in.fixture.ts';

let folder: string;
const stacks: CognitoStack[] = [];
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'hanok-userpool-'))));
afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()));
  await rm(folder, { recursive: true });
});

async function start(): Promise<CognitoStack> {
  const stack = await startCognito(join(folder, 'userpool.db'));
  stacks.push(stack);
  return stack;
}

it('keeps users, sign-ins and keys over a restart', async () => {
  const first = await start();
  const added = first.addPool();
  const { RefreshToken } = await newTokens(first, added, 'kim');
  const before = await keysOf(added.pool.issuer);
  await first.stop();
  stacks.splice(0);

  const second = await start();
  const { clientId: ClientId, pool } = second.addPool();
  expect(await keysOf(pool.issuer)).toEqual(before);
  expect((await second.cognito.send(passwordAuth(ClientId, 'kim'))).AuthenticationResult).toBeDefined();
  const AuthParameters = { REFRESH_TOKEN: RefreshToken };
  const { AuthenticationResult } = await second.cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters }),
  );
  const { AccessToken } = AuthenticationResult ?? {};
  expect((await second.cognito.send(new GetUserCommand({ AccessToken }))).Username).toBe('kim');
});

it('writes neither passwords nor tokens to the disk', async () => {
  const stack = await start();
  const { RefreshToken, AccessToken } = await newTokens(stack, stack.addPool(), 'kim');
  const files = await readdir(folder);
  const written = Buffer.concat(await Promise.all(files.map((name) => readFile(join(folder, name)))));
  expect(written.includes('kim@example.com')).toBe(true);
  for (const secret of [PASSWORD, RefreshToken, AccessToken]) expect(written.includes(secret)).toBe(false);
});

it('keeps the users of one pool from another', async () => {
  const stack = await start();
  const [one, other] = [stack.addPool(), stack.addPool({ id: 'eu-west-1_other0002' })];
  await newTokens(stack, one, 'kim');
  await expect(stack.cognito.send(passwordAuth(other.clientId, 'kim'))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});
