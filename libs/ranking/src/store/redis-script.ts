import { createHash } from 'node:crypto';
import { asError, UnavailableError } from '@hanok/lambda';
import { clientState } from './redis-client.ts';
import type { ScriptClient } from './script-client.ts';

type RedisScript = { lua: string; sha: string };

/** The script with the digest that Redis knows it by. */
export function redisScript(lua: string): RedisScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/**
 * Runs the script and answers what it returns, within the client's limit of a call, 1.8 s. Rejects with `UnavailableError`, after which the
 * script may have run or run later all the same. The error has no `cause`: the client's own error holds the arguments
 * of the command that failed, player names and at log-in the password among them.
 */
export async function runScript(
  redis: ScriptClient,
  script: RedisScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  if (redis.status === 'end') redis.connect?.().catch(() => undefined);
  try {
    return await within(clientState(redis).callMs, evaluate(redis, script, keys, args));
  } catch (thrown) {
    // Without a connection the command's own error says only that it was given up.
    const reason = clientState(redis).failure ?? asError(thrown).message;
    throw new UnavailableError(`Redis: ${withoutArguments(reason)}`);
  }
}

async function evaluate(
  redis: ScriptClient,
  { lua, sha }: RedisScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...args);
  } catch (thrown) {
    if (!asError(thrown).message.startsWith('NOSCRIPT')) throw thrown;
    return redis.eval(lua, keys.length, ...keys, ...args);
  }
}

async function within<Result>(limitMs: number, answer: Promise<Result>): Promise<Result> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Redis repeats the arguments of a command that it does not know, AUTH's password too. */
function withoutArguments(message: string): string {
  return message.replace(/,? with args beginning with.*$/s, '');
}
