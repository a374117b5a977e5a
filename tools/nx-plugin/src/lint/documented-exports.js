import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * A rule of ESLint: what a library that is not private exports to its users has a doc comment where it is declared. An
 * editor shows that comment, and the API reference is made of it.
 */
export const documentedExports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: "'{{name}}' is exported to users: say what it promises." },
  },
  create(context) {
    const names = publicNames(context.filename);
    if (names.size === 0) return {};
    // The first signature of a function speaks for its overloads.
    const documented = new Set();
    return {
      ExportNamedDeclaration(node) {
        if (node.declaration === null) return;
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        const isDocumented = comment?.type === 'Block' && comment.value.startsWith('*');
        for (const name of declaredNames(node.declaration))
          if (isDocumented) documented.add(name);
          else if (names.has(name) && !documented.has(name))
            context.report({ node, messageId: 'missing', data: { name } });
      },
    };
  },
};

function declaredNames({ id, declarations }) {
  return declarations ? declarations.map((each) => each.id.name) : [id.name];
}

const packages = new Map();

/** The names of a file that its library exports; none outside of libraries that are published. */
function publicNames(filename) {
  const folder = /^(.*[/\\]libs[/\\][^/\\]+)[/\\]src[/\\]/.exec(filename)?.[1];
  if (folder === undefined) return new Set();
  if (!packages.has(folder)) packages.set(folder, exportsByFile(folder));
  return packages.get(folder).get(resolve(filename)) ?? new Set();
}

const REEXPORT = /export\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']*)'/g;
const OWN = /^export\s+(?:async\s+)?(?:function\*?|const|class|type)\s+(\w+)/gm;

function exportsByFile(folder) {
  const { private: isPrivate, exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const found = new Map();
  const add = (file, name) => found.set(file, (found.get(file) ?? new Set()).add(name));
  for (const target of isPrivate ? [] : Object.values(exports)) {
    if (target['default'] === undefined) continue; // For this workspace alone.
    const entry = resolve(folder, target['@hanok/source']);
    const text = readFileSync(entry, 'utf8');
    for (const [, name] of text.matchAll(OWN)) add(entry, name);
    for (const [, list, path] of text.matchAll(REEXPORT))
      for (const each of list.split(',').filter((part) => part.trim() !== ''))
        add(
          resolve(dirname(entry), path),
          each
            .trim()
            .replace(/^type\s+/, '')
            .split(/\s+as\s+/)[0],
        );
  }
  return found;
}
