import { spawn } from 'node:child_process';
import { cp, glob, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const WORKSPACE = join(import.meta.dirname, '../../..');
const PACKAGES = join(WORKSPACE, 'dist/packages');

/** How a program of the team ended. */
export type Run = { status: number | null; stdout: string; stderr: string };

/** A project of a team in a folder of its own. */
type Team = {
  /** Whatever can be imported of the libraries, such as `@hanok/lambda/testing`. */
  specifiers: readonly string[];
  /** Runs a program with a Node: `node-22` below the project, or the one that runs this. */
  run(node: NodeName, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
  remove(): Promise<void>;
};
export type NodeName = 'node-22' | 'this node';

/**
 * Copies the programs of `team/` out of the workspace and installs the tarballs there, with these packages and Node 22 of
 * that release, as npm does it: peers come by themselves. What npm has in its cache is not downloaded.
 */
export async function makeTeam(node22: string, packages: Readonly<Record<string, string>>): Promise<Team> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'hanok-team-')));
  await cp(join(import.meta.dirname, '../team'), folder, { recursive: true });
  const libraries: { name: string; tarball: string; exports: string[] }[] = [];
  for await (const file of glob('*/package.json', { cwd: PACKAGES })) {
    const { name, version, exports } = JSON.parse(await readFile(join(PACKAGES, file), 'utf8'));
    const tarball = `file:${join(PACKAGES, `${name.slice(1).replace('/', '-')}-${version}.tgz`)}`;
    libraries.push({ name, tarball, exports: Object.keys(exports) });
  }
  const manifest = {
    ...{ name: 'team', version: '1.0.0', private: true, type: 'module' },
    dependencies: {
      ...Object.fromEntries(libraries.map(({ name, tarball }) => [name, tarball])),
      ...packages,
      'node-22': `npm:node-${process.platform}-${process.arch}@${node22}`,
    },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const specifiers = libraries.flatMap(({ name, exports }) =>
    exports.filter((each) => !/\*|json/.test(each)).map((each) => `${name}${each.slice(1)}`),
  );
  const imports = specifiers.map((each, index) => `import * as m${index} from '${each}';`);
  const names = specifiers.map((_, index) => `m${index}`).join(', ');
  const everyExport = `${imports.join('\n')}\nconsole.log([${names}].length);\n`;
  await writeFile(join(folder, 'src/every-export.ts'), everyExport);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const installed = await run('npm', ['install', '--prefer-offline', ...quiet], folder, {});
  if (installed.status !== 0) throw new Error(`npm install: ${installed.stderr}`);
  const nodes = { 'node-22': join(folder, 'node_modules/node-22/bin/node'), 'this node': process.execPath };
  return {
    specifiers,
    run: (node, args, env = {}) => run(nodes[node], args, folder, env),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** What an npm that runs this, and Jest, hand down; how the registry is reached is handed on. */
const HANDED_DOWN = /^(npm_|JEST_|NODE_)/i;
const REGISTRY =
  /^(npm_config_(registry|cache|userconfig|globalconfig|cafile|strict_ssl|\w*proxy)|NODE_EXTRA_CA_CERTS)$/i;

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const own = Object.entries(process.env).filter(([name]) => !HANDED_DOWN.test(name) || REGISTRY.test(name));
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}
