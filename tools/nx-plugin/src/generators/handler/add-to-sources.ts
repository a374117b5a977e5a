import type { Tree } from '@nx/devkit';
import ts from 'typescript';
import { GeneratorError } from '../edit/errors.ts';
import { addDependencies } from '../edit/manifests.ts';
import type { Spellings } from '../edit/names.ts';
import {
  type Edit,
  editSource,
  elementOf,
  exportedNames,
  exportOf,
  firstNode,
  importOf,
  statementBefore,
} from '../edit/source-edits.ts';
import { stackFile } from '../stack/stack-generator.ts';
import type { Trigger } from './triggers.ts';

type Handler = Spellings & { lib: string; stack: string };

const OWN_CONSTRUCT = "new <pascal>Handler(this, '<pascal>', { <zips> });";
const PLAIN_FUNCTION = "new HanokFunction(this, '<pascal>', { name: '<name>', <zips>, environment: {} });";

/** Exports the schema and the handler, and lists what the library imports. Throws for a name that is taken. */
export async function addToLibraries(tree: Tree, handler: Handler, trigger: Trigger): Promise<void> {
  const { name, camel, pascal, upper, lib } = handler;
  const index = `libs/${lib}/src/index.ts`;
  const taken = exportedNames(tree.read(index, 'utf8') ?? '');
  const edits = trigger.schemas.map((word): [string, Edit] => {
    const names = [`${camel}${word}`, `${pascal}${word}`];
    const found = names.find((each) => taken.has(each));
    if (found !== undefined)
      throw new GeneratorError(`${index} exports ${found} already; choose another name`);
    return ['exports', exportOf(`${names[0]}, type ${names[1]}`, `./${name}-${word.toLowerCase()}.ts`)];
  });
  await editSource(tree, index, [
    ...edits,
    ['exports', exportOf(`handle${pascal}`, `./handle-${name}.ts`)],
    ...(trigger.hasTable
      ? [['exports', exportOf(`${upper}_TABLE`, `./tables/${name}-table.ts`)] satisfies [string, Edit]]
      : []),
  ]);
  await addDependencies(tree, `libs/${lib}`, [
    '@hanok/lambda',
    ...(trigger.schemas.length > 0 ? ['zod'] : []),
    ...(trigger.libraryNeeds ?? []),
  ]);
}

/** Makes the handler's part of the stack before the dashboard, which shows all that is there by then. */
export async function addToStack(tree: Tree, handler: Handler, trigger: Trigger): Promise<void> {
  const { name, pascal, upper, lib, stack } = handler;
  const path = stackFile(stack);
  const zips = zipsOf(path, tree.read(path, 'utf8') ?? '');
  const own = importOf(`${pascal}Handler`, `./${name}-handler.ts`);
  const shared = importOf('HanokFunction', '../../constructs/hanok-function.ts');
  const statement = trigger.hasOwnStackFile === false ? PLAIN_FUNCTION : OWN_CONSTRUCT;
  const make = statement.replaceAll('<name>', name).replaceAll('<pascal>', pascal).replace('<zips>', zips);
  await editSource(tree, path, [
    ['imports', trigger.hasOwnStackFile === false ? shared : own],
    ['statement `createDashboard(this)`', statementBefore('createDashboard(this)', make)],
    ['parameter with `zips`', takeZips],
  ]);
  if (!trigger.hasTable) return;
  await editSource(tree, 'tools/cloud/src/synth/tables.spec.ts', [
    ['imports', importOf(`${upper}_TABLE`, `@hanok/${lib}`)],
    ['list `definitions`', elementOf('definitions', `${upper}_TABLE`)],
  ]);
  await addDependencies(tree, 'tools/cloud', [`@hanok/${lib}`]);
}

/** The property `zips` as the constructor of a stack writes it. Throws when it has none. */
function zipsOf(path: string, text: string): string {
  const parameter = thirdParameter(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  if (parameter !== undefined && ts.isObjectBindingPattern(parameter.name)) {
    const found = parameter.name.elements.find(({ name }) => name.getText() === 'zips');
    if (found !== undefined) return 'zips';
  }
  if (parameter === undefined || !ts.isIdentifier(parameter.name))
    throw new GeneratorError(`${path} has no constructor with a third parameter that holds \`zips\``);
  return parameter.name.text === UNUSED ? 'zips' : `zips: ${parameter.name.text}.zips`;
}

const UNUSED = '_props';

/** A stack without handlers leaves its parameter unused. */
function takeZips(source: ts.SourceFile): ReturnType<Edit> {
  const parameter = thirdParameter(source);
  if (parameter === undefined) return undefined;
  if (parameter.name.getText(source) !== UNUSED) return [];
  return [{ at: parameter.name.getStart(source), text: '{ zips }', replaces: UNUSED.length }];
}

function thirdParameter(source: ts.SourceFile): ts.ParameterDeclaration | undefined {
  const made = firstNode(
    source,
    (node) =>
      ts.isConstructorDeclaration(node) &&
      ts.isClassDeclaration(node.parent) &&
      node.parent.name?.text.endsWith('Stack') === true,
  );
  return made && ts.isConstructorDeclaration(made) ? made.parameters[2] : undefined;
}
