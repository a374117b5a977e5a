import { spawnSync } from 'node:child_process';
import { findOnPath } from '@hanok/engines';

/** Package managers that can install redis-server without questions, first match wins. */
const INSTALLERS = [
  { program: 'apt-get', commands: ['apt-get update -qq', 'apt-get install -y -qq redis-server'] },
  { program: 'dnf', commands: ['dnf install -y -q redis'] },
  { program: 'apk', commands: ['apk add --quiet redis'] },
  { program: 'brew', commands: ['brew install --quiet redis'] },
];

/** There is no redis-server, and no way that the stack knows to install it. */
class RedisMissingError extends Error {
  override readonly name = 'RedisMissingError';
}

/** Makes sure that redis-server is on PATH; installs it with the system's package manager, after saying so. */
export async function ensureRedis(say: (line: string) => void): Promise<void> {
  if (process.env.REDIS_URL || (await findOnPath('redis-server'))) return;
  for (const { program, commands } of INSTALLERS) {
    if (!(await findOnPath(program))) continue;
    say(`redis-server is not on PATH: installing it with ${program}`);
    for (const command of commands) await runAsRoot(command, program);
    if (await findOnPath('redis-server')) return;
  }
  throw new RedisMissingError('redis-server is not on PATH: install it, or set REDIS_URL to a running one');
}

async function runAsRoot(command: string, program: string): Promise<void> {
  const root = process.getuid?.() === 0 || program === 'brew';
  const sudo = !root && (await findOnPath('sudo')) ? 'sudo ' : '';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('sh', ['-c', `${sudo}${command}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  if (status !== 0)
    throw new RedisMissingError(`redis-server is not on PATH, and \`${sudo}${command}\` failed`);
}

if (import.meta.main) {
  ensureRedis(console.log).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
