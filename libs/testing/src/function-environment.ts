export type LogLine = Record<string, unknown>;

/**
 * Call it before `main.ts` is imported: sets the environment that the function reads when it is loaded, and keeps the
 * lines that it writes to stdout. `lines()` answers them as the objects they are.
 */
export function prepareFunction(variables: Readonly<Record<string, string>>): { lines(): LogLine[] } {
  Object.assign(process.env, variables);
  const written: string[] = [];
  // Jest gives each spec file a `process` of its own, so that its reporter goes on to the stream behind this one.
  const stdout = { ...process.stdout, write: (text: string) => written.push(text) > 0 };
  Object.defineProperty(process, 'stdout', { value: stdout, configurable: true });
  const texts = () => written.join('').split('\n');
  return { lines: () => texts().flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LogLine])) };
}
