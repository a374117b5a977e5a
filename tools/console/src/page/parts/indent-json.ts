/**
 * JSON with a value a line and two spaces a level; text that is no JSON object or array as it is. Numbers, names and
 * escapes stay as they were written: a number of twenty digits is not what JavaScript would make of it.
 */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  let level = 0;
  let before = '';
  const line = () => `\n${'  '.repeat(level)}`;
  const parts = [...text.matchAll(TOKEN)].map(([token]) => {
    const isFirst = before === '{' || before === '[';
    before = token;
    if (token === '}' || token === ']') {
      level -= 1;
      return isFirst ? token : line() + token;
    }
    const start = isFirst ? line() : '';
    if (token === '{' || token === '[') level += 1;
    if (token === ',') return token + line();
    return start + (token === ':' ? ': ' : token);
  });
  return parts.join('');
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
