import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { filesOf, findingsOf } from './checkers.ts';

const WORKSPACE = join(import.meta.dirname, '../../..');

type Manifest = Partial<Record<'dependencies' | 'peerDependencies', Record<string, string>>> & {
  name: string;
  private?: boolean;
  exports: Record<string, string | Record<string, string>>;
};

const manifests = globSync('libs/*/package.json', { cwd: WORKSPACE }).map((file): Manifest =>
  JSON.parse(readFileSync(join(WORKSPACE, file), 'utf8')),
);
const names = manifests.filter((manifest) => manifest.private !== true).map(({ name }) => name);
const packages = names.toSorted().map((name) => {
  const [file] = globSync(`dist/packages/${name.slice(1).replace('/', '-')}-*.tgz`, { cwd: WORKSPACE });
  const tarball = readFileSync(join(WORKSPACE, file ?? `the tarball of ${name}`));
  const files = filesOf(tarball);
  const manifest: Manifest = JSON.parse(files.get('package.json') ?? '{}');
  return { name, tarball, files, manifest };
});

it('there is a tarball of each library that is not private', () => {
  expect(packages.length).toBeGreaterThan(15);
});

it('the tools find what is wrong with a package', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faulty-'));
  const manifest = {
    name: 'faulty',
    version: '1.0.0',
    type: 'module',
    exports: { '.': { types: './gone.d.ts', default: './index.js' } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'index.js'), 'export const one = 1;\n');
  await promisify(execFile)('npm', ['pack', folder, '--silent', '--pack-destination', folder]);
  const found = await findingsOf(readFileSync(join(folder, 'faulty-1.0.0.tgz')));
  rmSync(folder, { recursive: true });
  expect(found).toEqual([expect.stringContaining('gone.d.ts'), expect.stringContaining('no types')]);
});

describe.each(packages)('$name', ({ name, tarball, files, manifest }) => {
  it('has no finding of publint and of "Are the types wrong"', async () => {
    expect(await findingsOf(tarball)).toEqual([]);
  });

  it('holds the licence, changes, README and built files, and no test, fixture or source', () => {
    const folder = name.slice('@hanok/'.length);
    const allowed = /^(dist\/[\w./-]+\.(js|js\.map|d\.ts)|src\/samples\/[\w-]+\.json)$/;
    const others = [...files.keys()].filter((path) => !allowed.test(path));
    expect(others.toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(files.get('README.md')).toBe(readFileSync(join(WORKSPACE, 'libs', folder, 'README.md'), 'utf8'));
    expect([...files.keys()].filter((path) => /\.(spec|fixture)\./.test(path))).toEqual([]);
  });

  it('says where it lives and what it runs on, and nothing of this workspace', () => {
    expect(manifest).toMatchObject({
      license: 'Apache-2.0',
      author: expect.stringMatching(/./),
      keywords: expect.arrayContaining([expect.any(String)]),
      homepage: expect.stringMatching(/^https:/),
      bugs: { url: expect.stringMatching(/^https:/) },
      repository: {
        type: 'git',
        url: expect.stringMatching(/^git\+https:/),
        directory: expect.stringMatching(/^libs\//),
      },
      engines: { node: '>=22' },
    });
    expect(
      Object.keys(manifest).filter((field) => ['nx', 'devDependencies', 'scripts'].includes(field)),
    ).toEqual([]);
    expect(files.get('package.json')).not.toContain('@hanok/source');
  });

  it('takes ranges of other packages, and only public ones of this workspace', () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(wanted.filter(([, range]) => !/^(\^|>=)/.test(range))).toEqual([]);
    const own = wanted.map(([each]) => each).filter((each) => each.startsWith('@hanok/'));
    expect(own.filter((each) => !names.includes(each))).toEqual([]);
  });

  it('exports files that are packed, and imports packed files, dependencies, peers and modules of Node', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const isPacked = (path: string) =>
      path.includes('*') ? [...files.keys()].some((each) => posix.matchesGlob(each, path)) : files.has(path);
    expect(targets.map((path) => posix.normalize(path)).filter((path) => !isPacked(path))).toEqual([]);
    const known = new Set([...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), name]);
    const unmet = [...files].flatMap(([path, text]) =>
      importsOf(path, text)
        .filter((each) => !isMet(each, path, files, known))
        .map((each) => `${path} imports ${each}`),
    );
    expect(unmet).toEqual([]);
  });

  it('has declarations that TypeScript 5.6 and zod 4.0 know, without kinds of memory and integers', () => {
    for (const [path, text] of files)
      if (path.endsWith('.d.ts')) expect(text).not.toMatch(/<ArrayBuffer(Like)?>|ZodMiniInt\b/);
  });

  it('has source maps that hold their sources', () => {
    for (const [path, text] of files)
      if (path.endsWith('.js.map'))
        expect(JSON.parse(text)).toMatchObject({ sourcesContent: [expect.stringMatching(/./)] });
  });

  it('checks the release of Node first, in each module that is exported', () => {
    const entries = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : [posix.normalize(target['default'] ?? '')],
    );
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries)
      expect(files.get(entry)).toMatch(/^import '(\.\/|(\.\.\/)+)node-check\.js';/);
  });
});

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(path: string, text: string): string[] {
  if (!/\.(js|d\.ts)$/.test(path)) return [];
  const code = text.replace(/\/\*.*?\*\//gs, '');
  return [...code.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}

function isMet(
  specifier: string,
  importer: string,
  files: ReadonlyMap<string, string>,
  packages: ReadonlySet<string>,
): boolean {
  if (specifier.startsWith('node:')) return true;
  if (!specifier.startsWith('.'))
    return packages.has(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
  const path = posix.join(posix.dirname(importer), specifier);
  return files.has(importer.endsWith('.d.ts') ? path.replace(/(?<!\.d)\.(ts|js)$/, '.d.ts') : path);
}
