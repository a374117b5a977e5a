import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { needsOf } from '../workflows/commands.ts';
import { ROOT, scripts, targetNames, textOf } from '../workflows/read-workflows.fixture.ts';

const page = textOf('docs/comparison.md');
const [text = '', sources = ''] = page.split('\n## Sources\n');

const cellsOf = (line: string) =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
/** The rows of every table, each as its cells by the heads of their columns. */
const rows = text.split('\n\n').flatMap((block) => {
  const lines = block.split('\n').filter((line) => line.startsWith('|'));
  const [heads = [], , ...body] = lines.map(cellsOf);
  return body.map((cells) => new Map(heads.map((head, index) => [head, cells[index] ?? ''])));
});
const titleOf = (row: ReadonlyMap<string, string>) => [...row.values()][0] ?? '';
const commandOf = (row: ReadonlyMap<string, string>) => row.get('shown by') ?? row.get('command') ?? '';
const commands = rows.map((row) => [titleOf(row), commandOf(row)] as const);

/** Folders of projects by the name that a command may use. */
const folders = new Map(
  globSync(['libs/*', 'tools/*', 'apps/*'], { cwd: ROOT }).flatMap((folder) => {
    const name = folder.replace(/^.*\//, '');
    return [[name, folder] as const, [`@hanok/${name}`, folder] as const];
  }),
);

describe('docs/comparison.md', () => {
  it.each(commands)('%s: the command %s exists', async (_, cell) => {
    const [, command = ''] = /^`([^`]+)`$/.exec(cell) ?? [];
    const needs = needsOf(command);
    const known = await targetNames();
    expect(needs.scripts.filter((name) => !scripts.has(name))).toEqual([]);
    expect(needs.targets.filter((name) => !known.has(name))).toEqual([]);
    expect(needs.files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect([
      ...needs.scripts,
      ...needs.targets,
      ...needs.files,
      ...(/^npx nx show /.exec(command) ?? []),
    ]).not.toEqual([]);
    const [, project, pattern] = /^npx nx test (\S+) -- (\S+)$/.exec(command) ?? [];
    if (project === undefined || pattern === undefined) return;
    const specs = globSync('src/**/*.spec.ts', {
      cwd: join(ROOT, folders.get(project) ?? 'no such project'),
    });
    expect(specs.filter((spec) => spec.includes(pattern)).length).toBeGreaterThan(0);
  });

  it('names benchmarks that are there', () => {
    const named = [...page.matchAll(/npm run bench -- ([\w-]+)/g)].map(([, name]) => name);
    const listed = textOf('tools/bench/README.md');
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !listed.includes(`\`${name}\``))).toEqual([]);
  });

  it('gives the source of each cell of another project, or says that there is none', () => {
    const others = rows.flatMap((row) =>
      [...row]
        .slice(1)
        .filter(
          ([head]) => !['Hanok', 'shown by', 'figure', 'command', 'where it is explained'].includes(head),
        ),
    );
    expect(others.length).toBeGreaterThan(70);
    expect(others.filter(([, cell]) => !/\[[A-Z]\d\]|^not (described|looked at)/.test(cell))).toEqual([]);
  });

  it('has an address for each source that it names, and names each', () => {
    const marks = (part: string) => [...new Set(part.match(/\[[A-Z]\d\]/g))].toSorted();
    expect(marks(sources)).toEqual(marks(text));
    expect(sources.match(/\[[A-Z]\d\] <https:\/\/[^>]+>/g)?.length).toBe(marks(text).length);
  });

  it('counts the services that answer clients', () => {
    const parts = globSync('tools/local/src/services/*/part.ts', { cwd: ROOT });
    const answering = parts.filter((part) => textOf(part).includes('service:'));
    const [row] = rows.filter((each) => titleOf(each) === 'AWS services');
    expect(row?.get('Hanok')).toBe(`${answering.length}, those that its stacks use`);
  });
});
