const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The first key that an object of this JSON text holds twice, or undefined. `JSON.parse` keeps the last of them
 * silently, so two readers of one text can disagree on what it says. The text must be valid JSON.
 */
export function repeatedKey(json: string): string | undefined {
  const scopes: (Set<string> | undefined)[] = [];
  let text = '';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') scopes.push(new Set());
    else if (token === '[') scopes.push(undefined);
    else if (token === '}' || token === ']') scopes.pop();
    else if (token === ':') {
      const key: string = JSON.parse(text);
      const keys = scopes.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    text = token;
  }
  return undefined;
}
