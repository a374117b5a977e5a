import type { Tree } from '@nx/devkit';
import { GeneratorError } from './errors.ts';

/** Lambda takes no longer name of a function. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const LONGEST_NAME = 64;
const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** What a stack has already beside its handlers: a construct of a handler needs another id. */
const RESERVED = ['alarm-email', 'alarm-topic', 'allowed-origin', 'api-concurrency', 'dashboard'];

/** A name in the spellings that sources need. */
export type Spellings = { name: string; pascal: string; camel: string; upper: string };

/** Throws `GeneratorError` for a name that no file, class and function could have. */
export function spellingsOf(kind: string, name: string, longest: number = LONGEST_NAME): Spellings {
  if (!KEBAB_CASE.test(name))
    throw new GeneratorError(
      `"${name}" is no name of a ${kind}: use lower-case words joined by hyphens, such as count-visits`,
    );
  if (name.length > longest)
    throw new GeneratorError(
      `The ${kind} ${name} has ${name.length} characters; at most ${longest} are possible`,
    );
  if (RESERVED.includes(name)) throw new GeneratorError(`${name} is reserved; choose another name`);
  const pascal = name.split('-').map(capitalized).join('');
  return { name, pascal, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), upper: upperOf(name) };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function upperOf(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}

/** Throws `GeneratorError` for a name that a folder of these kinds has already: Nx and npm know projects by it. */
export function checkFree(tree: Tree, name: string, kinds: readonly ('apps' | 'libs' | 'tools')[]): void {
  for (const kind of kinds)
    if (tree.exists(`${kind}/${name}`))
      throw new GeneratorError(`${kind}/${name} has this name already; choose another one`);
}
