import { join } from 'node:path';
import { logger, type Tree } from '@nx/devkit';
import { GeneratorError } from '../edit/errors.ts';
import { spellingsOf } from '../edit/names.ts';
import { render } from '../edit/render.ts';
import { editSource, importOf, statementAfter } from '../edit/source-edits.ts';

export const STACKS = 'tools/cloud/src/stacks';
const APP = 'tools/cloud/src/app.ts';
/** AWS takes 128 characters; the stack's name is in those of other resources. */
const LONGEST_NAME = 50;

/** A stack without handlers, which `npm run build` synthesizes and `npm start` runs. One that is there stays as it is. */
export default async function generateStack(tree: Tree, options: { name: string }): Promise<void> {
  const { name, pascal } = spellingsOf('stack', options.name, LONGEST_NAME);
  if (tree.exists(stackFile(name))) {
    logger.info(`The stack ${name} is there already: nothing changes`);
    return;
  }
  if (tree.read(APP, 'utf8')?.includes(`(app, '${pascal}',`))
    throw new GeneratorError(`${APP} has a stack ${pascal} already; choose another name`);
  await render(tree, join(import.meta.dirname, 'files'), { name, pascal });
  await editSource(tree, APP, [
    ['import of a stack', importOf(`${pascal}Stack`, `./stacks/${name}/${name}-stack.ts`)],
    [
      'statement that makes a stack of `app` and `props`',
      statementAfter('new ', `new ${pascal}Stack(app, '${pascal}', props);`),
    ],
  ]);
}

/** The file with the class of a stack. */
export function stackFile(name: string): string {
  return `${STACKS}/${name}/${name}-stack.ts`;
}
