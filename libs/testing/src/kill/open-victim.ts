import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';
import type { KillPoint, Orders, Survival } from './victim.ts';

export type Victim<Order, Outcome> = Awaited<ReturnType<typeof openVictim<Order, Outcome>>>;

const DYNAMODB_CLIENT = '@aws-sdk/client-dynamodb';

/**
 * Bundles a program that calls `live` of `@hanok/testing/victim`. The package `apart` goes into a second file: what
 * stands in the program itself is ours, which is how it tells our awaits from those of the client.
 */
export async function openVictim<Order, Outcome>(source: URL, apart = DYNAMODB_CLIENT) {
  const folder = await mkdtemp(join(tmpdir(), 'hanok-victim-'));
  const program = join(folder, 'program.cjs');
  await bundle(fileURLToPath(source), program, apart);

  /** Undefined when it was killed. Rejects when the program fails. */
  const run = async (order: Order, kill?: KillPoint): Promise<Survival<Outcome> | undefined> => {
    const orders: Orders<Order> = { order, ...(kill && { kill }) };
    const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { NODE_COMPILE_CACHE: join(folder, 'cache') },
    });
    const exited = once(child, 'exit');
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code, signal] = await exited;
    if (signal === 'SIGKILL') return undefined;
    if (code !== 0) throw new Error(`The program ended with code ${code}, signal ${signal}:\n${errors}`);
    return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  };

  return {
    run,
    /** The places of all awaits in the source files that `isOnTheWay` accepts, such as `libs/rides/src/cell.ts`. */
    awaitsIn: async (isOnTheWay: (file: string) => boolean): Promise<string[]> => {
      let file = '';
      return (await readFile(program, 'utf8')).split('\n').flatMap((line, index) => {
        if (line.startsWith('// ')) file = line.slice('// '.length);
        return isOnTheWay(file) && line.includes('await ') ? [`line ${index + 1}`] : [];
      });
    },
    close: () => rm(folder, { recursive: true }),
  };
}

async function bundle(source: string, program: string, apart: string): Promise<void> {
  const { build } = await import('esbuild');
  const isApart: Plugin = {
    name: 'package-apart',
    setup: ({ onResolve }) =>
      onResolve({ filter: new RegExp(`^${apart}$`) }, () => ({ path: './apart.cjs', external: true })),
  };
  const stdin = { contents: `export * from '${apart}'`, resolveDir: dirname(source) };
  const outfile = join(dirname(program), 'apart.cjs');
  await Promise.all([
    build({ ...SHARED, stdin, outfile, minify: true }),
    build({ ...SHARED, entryPoints: [source], outfile: program, plugins: [isApart] }),
  ]);
}

const SHARED: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  conditions: ['@hanok/source'],
  mainFields: ['module', 'main'],
};
