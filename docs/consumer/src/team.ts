import { spawn } from 'node:child_process';
import { cp, glob, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const WORKSPACE = join(import.meta.dirname, '../../..');
const PACKAGES = join(WORKSPACE, 'dist/packages');

/** How a program of the team ended. */
export type Run = { status: number | null; stdout: string; stderr: string };

type Packages = Readonly<Record<string, string>>;

/** A project in a folder of its own. */
type Project = {
  folder: string;
  /** Where each Node is: `node-22` below the project, or the one that runs this. */
  nodes: Readonly<Record<NodeName, string>>;
  run(node: NodeName, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
  remove(): Promise<void>;
};
type Team = Project & {
  /** Whatever can be imported of the libraries, such as `@hanok/lambda/testing`. */
  specifiers: readonly string[];
};
export type NodeName = 'node-22' | 'this node';

/** The tool that runs a whole stack is a project of its own: it asks for a newer Node than the libraries. */
const LOCAL = 'local';

/** As `makeProject`, with the programs of `team/` and all libraries. */
export async function makeTeam(node22: string, packages: Packages): Promise<Team> {
  const libraries = await packed((name) => name !== LOCAL);
  const tarballs = Object.fromEntries(libraries.map(({ name, tarball }) => [name, tarball]));
  const project = await makeProject('team', node22, { ...tarballs, ...packages });
  const specifiers = libraries.flatMap(({ name, exports }) =>
    exports.filter((each) => !/\*|json/.test(each)).map((each) => `${name}${each.slice(1)}`),
  );
  const imports = specifiers.map((each, index) => `import * as m${index} from '${each}';`);
  const names = specifiers.map((_, index) => `m${index}`).join(', ');
  const everyExport = `${imports.join('\n')}\nconsole.log([${names}].length);\n`;
  await writeFile(join(project.folder, 'src/every-export.ts'), everyExport);
  return { ...project, specifiers };
}

/** As `makeProject`, with the programs of `orders/` and `@hanok/local` alone. */
export async function makeOrders(node22: string, packages: Packages): Promise<Project> {
  const local = await packed((name) => name === LOCAL);
  return makeProject('orders', node22, {
    ...Object.fromEntries(local.map(({ name, tarball }) => [name, tarball])),
    ...packages,
  });
}

async function packed(isWanted: (folder: string) => boolean) {
  const found: { name: string; tarball: string; exports: string[] }[] = [];
  for await (const file of glob('*/package.json', { cwd: PACKAGES })) {
    if (!isWanted(dirname(file))) continue;
    const { name, version, exports } = JSON.parse(await readFile(join(PACKAGES, file), 'utf8'));
    const tarball = `file:${join(PACKAGES, `${name.slice(1).replace('/', '-')}-${version}.tgz`)}`;
    found.push({ name, tarball, exports: Object.keys(exports) });
  }
  return found;
}

/**
 * Copies a folder out of the workspace and installs these packages there, with Node 22 of that release, as npm does it:
 * peers come by themselves. What npm has in its cache is not downloaded.
 */
async function makeProject(source: string, node22: string, packages: Packages): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `hanok-${source}-`)));
  await cp(join(import.meta.dirname, '..', source), folder, { recursive: true });
  const dependencies = {
    ...packages,
    'node-22': `npm:node-${process.platform}-${process.arch}@${node22}`,
  };
  const manifest = { name: source, version: '1.0.0', private: true, type: 'module', dependencies };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const installed = await run('npm', ['install', '--prefer-offline', ...quiet], folder, {});
  if (installed.status !== 0) throw new Error(`npm install: ${installed.stderr}`);
  const nodes = { 'node-22': join(folder, 'node_modules/node-22/bin/node'), 'this node': process.execPath };
  return {
    ...{ folder, nodes },
    run: (node, args, env = {}) => run(nodes[node], args, folder, env),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** What an npm that runs this, Nx, and Jest, hand down; how the registry is reached is handed on. */
const HANDED_DOWN = /^(npm_|JEST_|NODE_|FORCE_COLOR$)/i;
const REGISTRY =
  /^(npm_config_(registry|cache|userconfig|globalconfig|cafile|strict_ssl|\w*proxy)|NODE_EXTRA_CA_CERTS)$/i;

/** The variables of this process that are a team's own. */
export function ownVariables(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !HANDED_DOWN.test(name) || REGISTRY.test(name)),
  );
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const child = spawn(command, args, {
    cwd,
    env: { ...ownVariables(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}
