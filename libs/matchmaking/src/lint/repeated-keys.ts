import type { Problem } from '../rule-set/json-fields.ts';

/** A string is read in runs of plain characters: one by one, a long one would be too deep for the engine. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

type Scope = { readonly path: string; readonly keys: Set<string> | undefined; key: string; index: number };

/** The keys that stand twice in one object of a valid JSON text, each with its path. `JSON.parse` keeps the last one. */
export function repeatedKeys(json: string): Problem[] {
  const scopes: Scope[] = [];
  const found: Problem[] = [];
  let text = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const scope = scopes.at(-1);
    if (token === '{' || token === '[')
      scopes.push({ path: pathIn(scope), keys: token === '{' ? new Set() : undefined, key: '', index: 0 });
    else if (token === '}' || token === ']') scopes.pop();
    else if (token === ',' && scope) scope.index += 1;
    else if (token === ':' && scope) {
      const key: string = JSON.parse(text);
      scope.key = key;
      const message =
        'this key stands twice in its object: only the last one counts, what stands before it is lost';
      if (scope.keys?.has(key)) found.push({ path: pathIn(scope), message });
      scope.keys?.add(key);
    }
    text = token;
  }
  return found;
}

/** Where the next value of a scope stands. */
function pathIn(scope: Scope | undefined): string {
  if (!scope) return '';
  if (!scope.keys) return `${scope.path}[${scope.index}]`;
  return scope.path === '' ? scope.key : `${scope.path}.${scope.key}`;
}
