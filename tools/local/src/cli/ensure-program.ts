import { spawnSync } from 'node:child_process';
import { findOnPath } from '@hanok/engines';
import { print, printError } from './terminal.ts';

/** A program of the system: the names it may have, and its package for each package manager that needs no questions. */
type Program = {
  names: readonly [string, ...string[]];
  packages: Readonly<Partial<Record<(typeof MANAGERS)[number], string>>>;
  remedy: string;
};

/** The first that is there installs. */
const MANAGERS = ['apt-get', 'dnf', 'apk', 'brew'] as const;

const REDIS: Program = {
  names: ['redis-server'],
  packages: { 'apt-get': 'redis-server', dnf: 'redis', apk: 'redis', brew: 'redis' },
  remedy: 'install it, or set REDIS_URL to a running one',
};

/** A browser, for specs of what a page may do. */
const CHROMIUM: Program = {
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  packages: { 'apt-get': 'chromium', dnf: 'chromium', apk: 'chromium' },
  remedy: 'install it: the specs need it',
};

/** A program is not there, and there is no way that the stack knows to install it. */
class ProgramMissingError extends Error {
  override readonly name = 'ProgramMissingError';
}

/** Makes sure that redis-server is on PATH; installs it with the system's package manager, after saying so. */
export async function ensureRedis(say: (line: string) => void): Promise<void> {
  if (!process.env.REDIS_URL) await ensureProgram(REDIS, say);
}

/** The path of a browser. Throws when there is none. */
export async function findChromium(): Promise<string> {
  const path = await findProgram(CHROMIUM);
  if (path === undefined) throw missing(CHROMIUM);
  return path;
}

async function ensureProgram(program: Program, say: (line: string) => void): Promise<void> {
  if (await findProgram(program)) return;
  const [name] = program.names;
  for (const manager of MANAGERS) {
    const wanted = program.packages[manager];
    if (wanted === undefined || !(await findOnPath(manager))) continue;
    say(`${name} is not on PATH: installing it with ${manager}`);
    for (const command of commandsOf(manager, wanted)) await runAsRoot(command, manager, name);
    if (await findProgram(program)) return;
  }
  throw missing(program);
}

function commandsOf(manager: (typeof MANAGERS)[number], wanted: string): string[] {
  switch (manager) {
    case 'apt-get':
      return ['apt-get update -qq', `apt-get install -y -qq --no-install-recommends ${wanted}`];
    case 'dnf':
      return [`dnf install -y -q ${wanted}`];
    case 'apk':
      return [`apk add --quiet ${wanted}`];
    case 'brew':
      return [`brew install --quiet ${wanted}`];
  }
}

async function findProgram({ names }: Program): Promise<string | undefined> {
  for (const name of names) {
    const path = await findOnPath(name);
    if (path !== undefined) return path;
  }
  return undefined;
}

function missing({ names: [name], remedy }: Program): ProgramMissingError {
  return new ProgramMissingError(`${name} is not on PATH: ${remedy}`);
}

async function runAsRoot(command: string, manager: string, name: string): Promise<void> {
  const root = process.getuid?.() === 0 || manager === 'brew';
  const sudo = !root && (await findOnPath('sudo')) ? 'sudo ' : '';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('sh', ['-c', `${sudo}${command}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  if (status !== 0) throw new ProgramMissingError(`${name} is not on PATH, and \`${sudo}${command}\` failed`);
}

/** What the specs need. */
if (import.meta.main) {
  ensureRedis(print)
    .then(() => ensureProgram(CHROMIUM, print))
    .catch((error: Error) => {
      printError(error.message);
      process.exitCode = 1;
    });
}
