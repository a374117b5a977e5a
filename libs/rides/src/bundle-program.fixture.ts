import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const CLIENT = '@aws-sdk/client-dynamodb';

/**
 * Bundles `killed-rider.fixture.ts` into the folder and answers the program's path. The client is a second file: what
 * stands in the program itself is ours, which is how the program tells our awaits from those of the client.
 */
export async function bundleProgram(folder: string): Promise<string> {
  const program = join(folder, 'program.cjs');
  const clientIsApart = {
    name: 'client-is-apart',
    setup: ({ onResolve }: Parameters<NonNullable<BuildOptions['plugins']>[number]['setup']>[0]) =>
      onResolve({ filter: new RegExp(`^${CLIENT}$`) }, () => ({ path: './client.cjs', external: true })),
  };
  await Promise.all([
    build({
      ...SHARED,
      stdin: { contents: `export * from '${CLIENT}'`, resolveDir: import.meta.dirname },
      outfile: join(folder, 'client.cjs'),
      minify: true,
    }),
    build({
      ...SHARED,
      entryPoints: [join(import.meta.dirname, 'killed-rider.fixture.ts')],
      outfile: program,
      plugins: [clientIsApart],
    }),
  ]);
  return program;
}

const SHARED: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  conditions: ['@hanok/source'],
  mainFields: ['module', 'main'],
};
