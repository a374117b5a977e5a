import ts from 'typescript';
import type { Export, Import, Module } from './module.ts';

/** How specifiers become paths from the workspace's root; nothing where no file of the workspace is meant. */
export type Resolve = {
  import(specifier: string, importer: string): string | undefined;
  /** A string that may name a file, from the root or beside the file that holds it. */
  name(text: string, holder: string): string | undefined;
};

const options = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/** Reads imports and exports from a file's text, without types. */
export function parseModule(path: string, text: string, resolve: Resolve): Module {
  const file = ts.createSourceFile(path, text, options, false);
  const resolved = (specifier: ts.Expression | undefined) =>
    specifier && ts.isStringLiteral(specifier) ? resolve.import(specifier.text, path) : undefined;
  const imports: Import[] = [];
  const exports: Export[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const from = resolved(statement.moduleSpecifier);
      if (from) imports.push({ path: from, names: importedNames(statement.importClause), passedOn: false });
    } else if (ts.isExportDeclaration(statement)) {
      const from = resolved(statement.moduleSpecifier);
      if (from) imports.push({ path: from, names: passedNames(statement), passedOn: true });
      exports.push(...reexports(file, statement, from));
    } else exports.push(...declarations(file, statement));
  }
  return {
    path,
    lines: file.getLineStarts().length - (text.endsWith('\n') ? 1 : 0),
    imports: [...imports, ...dynamicImports(text, path, resolve)],
    exports,
    namedFiles: namedFiles(path, text, resolve),
  };
}

/** Files whose path stands in a string of a text, with or without `#name` behind it. */
export function namedFiles(path: string, text: string, resolve: Resolve): string[] {
  return [...text.matchAll(NAMED_FILE)].flatMap(([, name]) => resolve.name(name ?? '', path) ?? []);
}

const NAMED_FILE = /(?<!\b(?:from|import) *|import\()['"`]([^'"`\s#]+\.tsx?)(?:#\w+)?['"`]/g;
const DYNAMIC_IMPORT = /\bimport\(\s*['"`]([^'"`]+)['"`]/g;

function dynamicImports(text: string, importer: string, resolve: Resolve): Import[] {
  return [...text.matchAll(DYNAMIC_IMPORT)].flatMap(([, specifier]) => {
    const path = resolve.import(specifier ?? '', importer);
    return path === undefined ? [] : [{ path, names: 'all' as const, passedOn: false }];
  });
}

function importedNames(clause: ts.ImportClause | undefined): string[] | 'all' {
  if (!clause) return [];
  const names = clause.name ? ['default'] : [];
  const { namedBindings: named } = clause;
  if (!named) return names;
  if (ts.isNamespaceImport(named)) return 'all';
  return [...names, ...named.elements.map((each) => (each.propertyName ?? each.name).text)];
}

function passedNames({ exportClause }: ts.ExportDeclaration): string[] | 'all' {
  if (!exportClause || ts.isNamespaceExport(exportClause)) return 'all';
  return exportClause.elements.map((each) => (each.propertyName ?? each.name).text);
}

function reexports(file: ts.SourceFile, { exportClause }: ts.ExportDeclaration, path?: string): Export[] {
  if (!exportClause || ts.isNamespaceExport(exportClause)) return [];
  return exportClause.elements.map((each) => ({
    name: each.name.text,
    line: lineOf(file, each),
    kind: 'value',
    mentions: new Set(),
    ...(path !== undefined && { from: { path, name: (each.propertyName ?? each.name).text } }),
  }));
}

function declarations(file: ts.SourceFile, statement: ts.Statement): Export[] {
  if (!ts.canHaveModifiers(statement)) return [];
  const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
  if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) return [];
  return declaredNames(statement).map((name) => ({
    name: name.text,
    line: lineOf(file, name),
    kind: kindOf(statement),
    mentions: mentionsIn(file, statement),
  }));
}

function declaredNames(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  const { name } = statement as ts.DeclarationStatement; // what else can be exported has a name
  return name && ts.isIdentifier(name) ? [name] : [];
}

function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : boundNames(each.name)));
}

function kindOf(statement: ts.Statement): Export['kind'] {
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return 'type';
  return ts.isClassDeclaration(statement) ? 'class' : 'value';
}

/** Names in the types of a declaration, and words between backticks in the comment above it. */
function mentionsIn(file: ts.SourceFile, statement: ts.Statement): ReadonlySet<string> {
  const mentions = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) return;
    if (ts.isIdentifier(node)) mentions.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  const comment = file.text.slice(statement.pos, statement.getStart(file));
  for (const [, word] of comment.matchAll(/`(\w+)`/g)) if (word !== undefined) mentions.add(word);
  return mentions;
}

function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
