import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspaceRoot } from '@hanok/local';
import { build } from 'esbuild';
import { memoryMb } from '../harness/processes.ts';

/** Packages in CommonJS ask for Node's own modules. */
const REQUIRE = `import { createRequire as ownRequire } from 'node:module';
const require = ownRequire(import.meta.url);`;

/** The program `packages-alone`, bundled as `npm start` is: files that are loaded one by one take more. Answers its path. */
export async function bundlePackages(): Promise<string> {
  const outfile = join(workspaceRoot, 'dist/bench/desk/packages-alone.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'packages-alone.ts')],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', target: 'node24' },
    ...{ conditions: ['module', 'import'], mainFields: ['module', 'main'], external: ['fauxqs'] },
    banner: { js: REQUIRE },
  });
  return outfile;
}

/** Memory in MB of a program that says when it holds what it is to hold. */
export async function memoryOf(program: string): Promise<number> {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  const megabytes = memoryMb(child.pid ?? 0);
  child.kill();
  await exited;
  return megabytes;
}
