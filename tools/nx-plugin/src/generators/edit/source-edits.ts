import type { Tree } from '@nx/devkit';
import ts from 'typescript';
import { GeneratorError } from './errors.ts';
import { writeFormatted } from './render.ts';

/** Text that goes to a place of a source, in place of `replaces` characters. */
type Insertion = { at: number; text: string; replaces?: number };

/** Finds where text goes in a source: nothing when it stands there already, undefined when the place is missing. */
export type Edit = (source: ts.SourceFile) => Insertion[] | undefined;

/** Edits a source. Throws `GeneratorError` naming the file and what it lacks when an edit has no place there. */
export async function editSource(
  tree: Tree,
  path: string,
  edits: readonly [what: string, Edit][],
): Promise<void> {
  let text = tree.read(path, 'utf8');
  if (text === null) throw new GeneratorError(`${path} is missing`);
  const before = text;
  for (const [what, edit] of edits) {
    const insertions = edit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
    if (insertions === undefined)
      throw new GeneratorError(`${path} has no ${what}; add it by hand, and run again`);
    for (const { at, text: inserted, replaces = 0 } of insertions.toSorted((a, b) => b.at - a.at))
      text = text.slice(0, at) + inserted + text.slice(at + replaces);
  }
  if (text !== before) await writeFormatted(tree, path, text);
}

/** `import { <name> } from '<module>'`, after the last import or in the one that is there. */
export const importOf =
  (name: string, module: string): Edit =>
  (source) => {
    const imports = source.statements.filter(ts.isImportDeclaration);
    const from = imports.filter(({ moduleSpecifier }) => textOf(moduleSpecifier) === module);
    for (const { importClause } of from) {
      const bindings = importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings) || isTypeOnly(importClause)) continue;
      if (bindings.elements.some((element) => element.name.text === name)) return [];
      return [{ at: bindings.elements.end, text: `${bindings.elements.length > 0 ? ', ' : ''}${name}` }];
    }
    const statement = `import { ${name} } from '${module}';`;
    const alike = imports.filter(
      ({ moduleSpecifier }) => isRelative(textOf(moduleSpecifier)) === isRelative(module),
    );
    const next = alike.find(({ moduleSpecifier }) => textOf(moduleSpecifier) > module);
    const previous = next ? undefined : (alike.at(-1) ?? (isRelative(module) ? imports.at(-1) : undefined));
    if (previous !== undefined) return [{ at: previous.end, text: `\n${statement}` }];
    return [{ at: (next ?? source).getStart(source), text: `${statement}\n` }];
  };

function isRelative(module: string): boolean {
  return module.startsWith('.');
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteral(node) ? node.text : '';
}

/** `export { <names> } from '<module>'` at the end of an index.ts. */
export const exportOf =
  (names: string, module: string): Edit =>
  (source) => {
    const { statements } = source;
    const exports = statements.filter(ts.isExportDeclaration);
    if (exports.some(({ moduleSpecifier }) => moduleSpecifier && textOf(moduleSpecifier) === module))
      return [];
    const empty = exports.find(
      ({ moduleSpecifier, exportClause }) => !moduleSpecifier && isEmpty(exportClause),
    );
    const text = `export { ${names} } from '${module}';\n`;
    if (empty !== undefined) return [{ at: empty.getStart(source), text, replaces: empty.getWidth(source) }];
    return [{ at: source.text.length, text }];
  };

function isEmpty(clause: ts.NamedExportBindings | undefined): boolean {
  return clause !== undefined && ts.isNamedExports(clause) && clause.elements.length === 0;
}

/** The names that a module exports. */
export function exportedNames(text: string): Set<string> {
  const { statements } = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest, true);
  return new Set(
    statements
      .filter(ts.isExportDeclaration)
      .flatMap(({ exportClause }) =>
        exportClause !== undefined && ts.isNamedExports(exportClause)
          ? exportClause.elements.map(({ name }) => name.text)
          : [],
      ),
  );
}

/** A statement before the first one that begins with `anchor`, wherever it stands. */
export const statementBefore =
  (anchor: string, statement: string): Edit =>
  (source) => {
    if (source.text.includes(statement)) return [];
    const place = firstNode(
      source,
      (node) => ts.isExpressionStatement(node) && node.getText(source).startsWith(anchor),
    );
    return place && [{ at: place.getStart(source), text: `${statement}\n` }];
  };

/** A statement after the last one that begins with `anchor`. */
export const statementAfter =
  (anchor: string, statement: string): Edit =>
  (source) => {
    if (source.text.includes(statement)) return [];
    const places = allNodes(source).filter(
      (node) => ts.isExpressionStatement(node) && node.getText(source).startsWith(anchor),
    );
    const last = places.at(-1);
    return last && [{ at: last.end, text: `\n${statement}` }];
  };

/** An element at the end of the array that the constant `name` holds. */
export const elementOf =
  (name: string, element: string): Edit =>
  (source) => {
    const declared = firstNode(
      source,
      (node) => ts.isVariableDeclaration(node) && node.name.getText(source) === name,
    );
    const list = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    if (list === undefined || !ts.isArrayLiteralExpression(list)) return undefined;
    if (list.getText(source).includes(element)) return [];
    return [{ at: list.end - 1, text: `${list.elements.hasTrailingComma ? '' : ','} ${element},` }];
  };

export function firstNode(source: ts.SourceFile, isWanted: (node: ts.Node) => boolean): ts.Node | undefined {
  return allNodes(source).find(isWanted);
}

function allNodes(source: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
