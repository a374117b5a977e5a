import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readNxJson, type Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { createNodesV2 } from '../plugin.ts';

type Migration = { version: string; description: string; implementation: string };
type Loaded = { default: (tree: Tree) => unknown };

const plugin = join(import.meta.dirname, '../..');
const workspaceRoot = join(plugin, '../..');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const { migrations: file } = read(join(plugin, 'package.json'))['nx-migrations'];
const migrations = Object.entries<Migration>(read(join(plugin, file)).generators);
/** As Nx loads it. */
const load = ({ implementation }: Migration): Loaded =>
  createRequire(join(plugin, file))(join(plugin, implementation));

/** A workspace with nothing but this nx.json, as files in memory. */
function workspaceWith(nxJson: object): Tree {
  const tree = createTree();
  tree.write('nx.json', JSON.stringify(nxJson));
  return tree;
}

describe('the migrations of the plugin', () => {
  it('are listed where nx migrate looks', () => {
    expect(file).toBe('./migrations.json');
    expect(migrations.length).toBeGreaterThan(0);
  });

  it.each(migrations)('%s has a version and a description, and loads', (_, migration) => {
    expect(migration.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(migration.description.length).toBeGreaterThan(20);
    expect(load(migration).default).toBeInstanceOf(Function);
  });

  it.each(migrations)('%s changes nothing when it runs again', async (_, migration) => {
    const tree = workspaceWith({});
    await load(migration).default(tree);
    const once = tree.read('nx.json', 'utf8');
    await load(migration).default(tree);
    expect(tree.read('nx.json', 'utf8')).toBe(once);
  });
});

describe('add-named-inputs', () => {
  const [, migration] = migrations.find(([name]) => name === 'add-named-inputs') ?? [];
  const migrated = (nxJson: object) => {
    const tree = workspaceWith(nxJson);
    if (migration !== undefined) void load(migration).default(tree);
    return readNxJson(tree);
  };

  it('gives an empty workspace every named input that the targets of the plugin read', async () => {
    const files = globSync(['apps/*/project.json', 'libs/*/package.json', 'tools/*/package.json'], {
      cwd: workspaceRoot,
    });
    const context = { workspaceRoot, nxJsonConfiguration: {}, configFiles: files };
    const nodes = await createNodesV2[1](files, undefined, context);
    const targets = nodes.flatMap(([, { projects = {} }]) =>
      Object.values(projects).flatMap((project) => Object.values(project.targets ?? {})),
    );
    const inputs = targets
      .flatMap((target) => target.inputs ?? [])
      .filter((input) => typeof input === 'string');
    const named = [...new Set(inputs.map((input) => input.replace(/^\^/, '')))].filter(
      (input) => !/[{/]/.test(input),
    );
    expect(named.length).toBeGreaterThan(1);
    expect(Object.keys(migrated({})?.namedInputs ?? {})).toEqual(expect.arrayContaining(named));
  });

  it('keeps what a workspace means by these names, and all else of nx.json', () => {
    const sources = ['{projectRoot}/lib/**/*'];
    const { namedInputs, ...rest } = migrated({ parallel: 3, namedInputs: { sources, own: [] } }) ?? {};
    expect(namedInputs).toMatchObject({ sources, own: [], everything: expect.any(Array) });
    expect(rest).toEqual({ parallel: 3 });
  });

  it('leaves a workspace alone that has them all', () => {
    const tree = workspaceWith({
      namedInputs: { sharedConfig: [], sources: [], bundled: [], everything: [] },
    });
    const before = tree.read('nx.json', 'utf8');
    if (migration !== undefined) void load(migration).default(tree);
    expect(tree.read('nx.json', 'utf8')).toBe(before);
  });
});
