import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import ts from 'typescript';
import * as z from 'zod';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { bundlePrograms } from './bundle-programs.ts';
import { ENGINES, ENTRIES } from './entries.ts';

const target = join(workspaceRoot, 'dist/packages/local');
const manifest = z.looseObject({
  ...{ version: z.string(), license: z.string() },
  repository: z.looseObject({}).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const manifestOf = (file: string) =>
  manifest.parse(JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8')));

/** Lays out the package `@hanok/local` with its private packages in it, and packs it. The page must be built. */
async function packLocal(): Promise<void> {
  const own = manifestOf('tools/local/package.json');
  const engines = manifestOf('libs/engines/package.json');
  rmSync(target, { recursive: true, force: true });
  const metafile = await bundlePrograms(
    { published: 'index.ts', 'hanok-local': '../cli/hanok-local.ts' },
    join(target, 'dist'),
    () => true, // Every package but those of this workspace.
  );
  // The engine of queues is found by its name when it starts.
  const named = new Set([...externalPackages(metafile), 'fauxqs']);
  const versions = Object.entries({
    ...manifestOf('package.json').devDependencies,
    ...engines.dependencies,
    ...own.dependencies,
  });
  const dependencies = Object.fromEntries(versions.filter(([name]) => named.has(name)));
  const unmet = [...named].filter((name) => !(name in dependencies));
  if (unmet.length > 0) throw new Error(`${unmet.join(', ')}: name them as dependencies of @hanok/local`);
  for (const name of ['LICENSE', 'CHANGELOG.md']) copy(name, name);
  copy('tools/local/src/package/README.md', 'README.md');
  cpSync(join(workspaceRoot, 'dist/tools/console'), join(target, 'dist/page'), { recursive: true });
  for (const [name, text] of Object.entries(ENTRIES)) writeFileSync(join(target, 'dist', name), text);
  writeFileSync(join(target, 'dist/index.d.ts'), declarations());
  copyRuntimeClient();
  const { author, homepage, bugs, repository } = manifestOf('package.json');
  const published = {
    ...{ name: '@hanok/local', version: own.version, license: own.license, type: 'module' },
    ...{ author, homepage, bugs, repository: { ...repository, directory: 'tools/local' } },
    keywords: ['aws', 'aws-cdk', 'aws-lambda', 'local', 'testing'],
    description:
      'Runs the cloud assembly of any CDK app on one machine: Lambda, SQS, SNS, S3, DynamoDB and more.',
    engines: ENGINES,
    bin: { 'hanok-local': 'dist/bin.js' },
    exports: {
      '.': { types: './dist/index.d.ts', require: './dist/index.cjs', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist', 'CHANGELOG.md'],
    dependencies: { ...dependencies, 'aws-lambda-ric': own.dependencies['aws-lambda-ric'] },
    optionalDependencies: engines.optionalDependencies,
    bundleDependencies: ['aws-lambda-ric'],
  };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  const { status } = spawnSync('npm', ['pack', '--silent', '--pack-destination', '..'], {
    cwd: target,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('npm pack failed');
}

function externalPackages({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external === true && !path.startsWith('node:'))
    .map(({ path }) => path.split('/', path.startsWith('@') ? 2 : 1).join('/'));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(join(target, to)), { recursive: true });
  copyFileSync(join(workspaceRoot, from), join(target, to));
}

/** Its install script compiles what the stack puts its own module in place of, so it comes without one. */
function copyRuntimeClient(): void {
  const file = createRequire(import.meta.url).resolve('aws-lambda-ric');
  const folder = join(target, 'node_modules/aws-lambda-ric');
  mkdirSync(folder, { recursive: true });
  for (const name of ['index.mjs', 'LICENSE', 'NOTICE', 'THIRD-PARTY-LICENSES'])
    copyFileSync(join(dirname(file), name), join(folder, name));
  const { version, license } = manifest.parse(
    JSON.parse(readFileSync(join(dirname(file), 'package.json'), 'utf8')),
  );
  const kept = { name: 'aws-lambda-ric', version, license, type: 'module', main: 'index.mjs' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(kept));
}

function declarations(): string {
  const text = readFileSync(join(import.meta.dirname, 'index.ts'), 'utf8');
  const { outputText } = ts.transpileDeclaration(text, { compilerOptions: { isolatedDeclarations: true } });
  return outputText;
}

await packLocal();
