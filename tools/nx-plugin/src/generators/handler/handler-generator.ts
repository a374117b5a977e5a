import { join } from 'node:path';
import { type GeneratorCallback, logger, readJson, type Tree } from '@nx/devkit';
import { GeneratorError } from '../edit/errors.ts';
import { checkFree, spellingsOf, type Spellings } from '../edit/names.ts';
import { render, writeFormatted } from '../edit/render.ts';
import { isDomain } from '../library/library-generator.ts';
import generateStack, { STACKS, stackFile } from '../stack/stack-generator.ts';
import { addToLibraries, addToStack } from './add-to-sources.ts';
import { noteFailureQueue } from './note-failure-queue.ts';
import { type Trigger, TRIGGERS } from './triggers.ts';

/** What a zip of the usual size has, and three times the cold start of an empty handler. */
const BUDGETS = { zipBudgetKB: 130, coldStartRatio: 3 };

type Options = { name: string; trigger: string; lib: string; stack?: string };
type Project = { tags?: string[]; metadata?: { trigger?: string } };

/**
 * A handler with all that it needs: schema, handler and spec in the library, app and spec, its part of a stack and the
 * spec of that. A handler of the same name, trigger and library stays as it is; another one of its name is refused.
 */
export default async function generateHandler(
  tree: Tree,
  options: Options,
): Promise<GeneratorCallback | undefined> {
  const trigger = triggerOf(options.trigger);
  const names = spellingsOf('handler', options.name, trigger.longestName);
  if (!isDomain(tree, options.lib)) throw noDomain(tree, options.lib);
  if (isThere(tree, options)) {
    logger.info(`apps/${names.name} is there already: nothing changes`);
    return undefined;
  }
  checkFree(tree, names.name, ['apps', 'libs', 'tools']);
  checkResources(tree, names, trigger);
  const stack = spellingsOf('stack', options.stack ?? ownStack(tree, options.lib));
  if (!tree.exists(stackFile(stack.name))) {
    if (options.stack !== undefined)
      throw new GeneratorError(
        `There is no stack ${stack.name}: make it with npx nx g @hanok/nx-plugin:stack ${stack.name}`,
      );
    await generateStack(tree, stack);
  }
  const own = { ...names, lib: options.lib, stack: stack.name, stackPascal: stack.pascal };
  await render(tree, join(import.meta.dirname, 'files', options.trigger), own);
  const project = {
    name: names.name,
    tags: ['type:app', `domain:${options.lib}`],
    metadata: { trigger: options.trigger, ...BUDGETS },
  };
  await writeFormatted(tree, `apps/${names.name}/project.json`, JSON.stringify(project));
  await addToLibraries(tree, own, trigger);
  await addToStack(tree, own, trigger);
  await noteFailureQueue(tree, names, trigger);
  return () => tellHowToSend(own, trigger);
}

function triggerOf(name: string): Trigger {
  const trigger = Object.hasOwn(TRIGGERS, name) ? TRIGGERS[name] : undefined;
  if (trigger !== undefined) return trigger;
  throw new GeneratorError(`There is no trigger ${name}; there are ${Object.keys(TRIGGERS).join(', ')}`);
}

function noDomain(tree: Tree, lib: string): GeneratorError {
  if (tree.exists(`libs/${lib}`))
    return new GeneratorError(
      `libs/${lib} is no library of a domain: its tags are not type:domain and domain:${lib}`,
    );
  return new GeneratorError(
    `There is no library ${lib}: make it with npx nx g @hanok/nx-plugin:library ${lib}`,
  );
}

/** Whether this very handler is there. Throws for another one of its name. */
function isThere(tree: Tree, { name, trigger, lib }: Options): boolean {
  const path = `apps/${name}/project.json`;
  if (!tree.exists(path)) return false;
  const { tags = [], metadata } = readJson<Project>(tree, path);
  const is = metadata?.trigger ?? 'another';
  if (is !== trigger)
    throw new GeneratorError(`apps/${name} is there already, with ${is} trigger; choose another name`);
  if (!tags.includes(`domain:${lib}`))
    throw new GeneratorError(`apps/${name} is there already, of another library; choose another name`);
  return true;
}

/**
 * The stack of the library's own handlers. A stack that was written by hand states in its spec exactly what it holds:
 * a handler goes there only when it is named.
 */
function ownStack(tree: Tree, lib: string): string {
  const text = tree.read(stackFile(lib), 'utf8');
  return text === null || text.includes('nx g @hanok/nx-plugin:handler') ? lib : `${lib}-handlers`;
}

/** Throws when a stack has a resource of a name that the handler would give to its own. */
function checkResources(tree: Tree, { name, pascal }: Spellings, { resources }: Trigger): void {
  const own = resources.map((text) => `'${text.replace('<name>', name).replace('<pascal>', pascal)}'`);
  for (const folder of tree.children(STACKS))
    for (const file of tree.children(`${STACKS}/${folder}`)) {
      const path = `${STACKS}/${folder}/${file}`;
      const text = tree.read(path, 'utf8') ?? '';
      const found = own.find((quoted) => text.includes(quoted));
      if (found !== undefined)
        throw new GeneratorError(`${path} names a resource ${found}; choose another name`);
    }
}

/** Reads an output of a stack by its name. */
const OUTPUT = `output() { aws cloudformation describe-stacks --query "Stacks[].Outputs[?OutputKey=='$1'].OutputValue" --output text; }`;

function tellHowToSend(own: Spellings & { lib: string }, { send }: Trigger): void {
  const command = send
    .replaceAll('<name>', own.name)
    .replaceAll('<pascal>', own.pascal)
    .replaceAll('<lib>', own.lib);
  logger.info('\nIt runs under `npm start`. One event, from another terminal:');
  if (command.includes('$(output')) logger.info(OUTPUT);
  logger.info(command);
}
