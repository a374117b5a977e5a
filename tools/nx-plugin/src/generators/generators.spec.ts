import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import generateHandler from './handler/handler-generator.ts';
import { TRIGGERS } from './handler/triggers.ts';
import generateLibrary from './library/library-generator.ts';
import generateStack from './stack/stack-generator.ts';

const workspaceRoot = join(import.meta.dirname, '../../../..');
const names = Object.keys(TRIGGERS);
/** What the generators read of the workspace. */
const read = [
  ...['.oxfmtrc.json', 'package-lock.json', 'docs/operating.md'],
  ...['tools/cloud/src/app.ts', 'tools/cloud/src/synth/tables.spec.ts'],
  ...globSync(
    [
      '{libs,tools}/*/package.json',
      'libs/*/src/index.ts',
      'tools/cloud/src/stacks/*/*-stack.ts',
      'apps/*/project.json',
    ],
    {
      cwd: workspaceRoot,
    },
  ),
];
const contents = new Map(read.map((path) => [path, readFileSync(join(workspaceRoot, path), 'utf8')]));

function openTree(): Tree {
  const tree = createTree();
  for (const [path, text] of contents) tree.write(path, text);
  return tree;
}

/** Every file that the tree would write, with its contents. */
const filesOf = (tree: Tree) =>
  new Map(tree.listChanges().map(({ path, content }) => [path, content?.toString() ?? '']));

async function withLibrary(): Promise<Tree> {
  const tree = openTree();
  await generateLibrary(tree, { name: 'visits' });
  return tree;
}

const handlerOf = (trigger: string) => ({ name: `${trigger}-visits`, trigger, lib: 'visits' });

describe('the generators', () => {
  it('have an entry each, with a schema that lists the triggers', () => {
    const plugin = join(workspaceRoot, 'tools/nx-plugin');
    const { generators } = JSON.parse(readFileSync(join(plugin, 'generators.json'), 'utf8'));
    expect(Object.keys(generators)).toEqual(['handler', 'library', 'stack']);
    const schema = JSON.parse(readFileSync(join(plugin, generators.handler.schema), 'utf8'));
    expect(schema.properties.trigger.enum).toEqual(names);
  });

  it.each(names)('make a handler of %s once: a second run changes nothing', async (trigger) => {
    const tree = await withLibrary();
    await generateHandler(tree, handlerOf(trigger));
    const once = filesOf(tree);
    expect([...once.keys()]).toEqual(expect.arrayContaining([`apps/${trigger}-visits/src/main.ts`]));
    expect([...once.values()].filter((text) => /<%|<pascal>|'<name>/.test(text))).toEqual([]);
    await generateHandler(tree, handlerOf(trigger));
    await generateLibrary(tree, { name: 'visits' });
    await generateStack(tree, { name: 'visits' });
    expect(filesOf(tree)).toEqual(once);
  });

  it('refuse a name that is there with another trigger or another library', async () => {
    const tree = await withLibrary();
    await generateHandler(tree, handlerOf('sqs'));
    const again = (change: object) => generateHandler(tree, { ...handlerOf('sqs'), ...change });
    await expect(again({ trigger: 'sns' })).rejects.toThrow(
      'apps/sqs-visits is there already, with sqs trigger',
    );
    await expect(again({ lib: 'greetings' })).rejects.toThrow('of another library');
  });

  it('keep a file that is there with other contents', async () => {
    const tree = await withLibrary();
    tree.write('libs/visits/src/handle-sqs-visits.ts', 'export const mine = true;\n');
    await expect(generateHandler(tree, handlerOf('sqs'))).rejects.toThrow(
      'libs/visits/src/handle-sqs-visits.ts is there already, with other contents',
    );
  });

  it.each([
    [{ name: 'CountVisits' }, 'is no name of a handler'],
    [{ name: '../visits' }, 'is no name of a handler'],
    [{ name: 'count_visits' }, 'is no name of a handler'],
    [{ name: '1-visit' }, 'is no name of a handler'],
    [{ name: '' }, 'is no name of a handler'],
    [{ name: 'a'.repeat(65) }, 'has 65 characters; at most 60'],
    [{ name: 'a'.repeat(35), trigger: 's3' }, 'at most 34'],
    [{ name: 'dashboard' }, 'is reserved'],
    [{ name: 'greetings' }, 'libs/greetings has this name already'],
    [{ name: 'hello-world' }, 'is there already, with another trigger'],
    [{ trigger: 'toString' }, 'There is no trigger toString'],
    [{ lib: 'unknown' }, 'npx nx g @hanok/nx-plugin:library unknown'],
    [{ lib: 'tables' }, 'is no library of a domain'],
    [{ stack: 'unknown' }, 'npx nx g @hanok/nx-plugin:stack unknown'],
  ])('refuse a handler with %j, by what is wrong with it', async (change, message) => {
    const tree = await withLibrary();
    const before = filesOf(tree);
    const refused = generateHandler(tree, { name: 'count-visits', trigger: 'sqs', lib: 'visits', ...change });
    await expect(refused).rejects.toThrow(message);
    expect(filesOf(tree)).toEqual(before);
  });

  it.each(['events', 'local', 'Visits', 'hello-world'])('refuse a library %s', async (name) => {
    const tree = openTree();
    await expect(generateLibrary(tree, { name })).rejects.toThrow(/already|reserved|is no name/);
  });

  it('put a handler before the dashboard of a stack that was written by hand, when it is named', async () => {
    const tree = openTree();
    const options = { name: 'count-greetings', trigger: 'sqs', lib: 'greetings', stack: 'hello' };
    await generateHandler(tree, options);
    expect(tree.read('tools/cloud/src/stacks/hello/hello-stack.ts', 'utf8')).toMatch(
      /new CountGreetingsHandler\(this, 'CountGreetings', \{ zips: props\.zips \}\);\s+createDashboard\(this\);/,
    );
  });

  it('make a stack beside one of the name of the library that was written by hand', async () => {
    const tree = openTree();
    await generateHandler(tree, { name: 'count-chats', trigger: 'task', lib: 'chat' });
    expect(tree.exists('tools/cloud/src/stacks/chat-handlers/chat-handlers-stack.ts')).toBe(true);
  });

  it.each([
    [
      'tools/cloud/src/stacks/hello/hello-stack.ts',
      'createDashboard(this);',
      'has no statement `createDashboard(this)`',
    ],
    [
      'tools/cloud/src/stacks/hello/hello-stack.ts',
      'props: { zips: string }',
      'no constructor with a third parameter',
    ],
    ['docs/operating.md', '### NotEmptyAlarm', 'has no table of queues'],
  ])('name %s when it lacks its place', async (path, place, message) => {
    const tree = openTree();
    tree.write(path, contents.get(path)?.replace(place, '') ?? '');
    const options = { name: 'count-greetings', trigger: 'sqs', lib: 'greetings', stack: 'hello' };
    await expect(generateHandler(tree, options)).rejects.toThrow(message);
  });

  it('write of package-lock.json what npm would: it stays as it is for the workspaces that are there', async () => {
    const tree = openTree();
    const { lockWorkspace } = await import('./edit/manifests.ts');
    for (const path of read.filter((each) => /^(libs|tools)\/.*package\.json$/.test(each)))
      lockWorkspace(tree, path.replace('/package.json', ''));
    expect(tree.read('package-lock.json', 'utf8')).toBe(contents.get('package-lock.json'));
  });
});
