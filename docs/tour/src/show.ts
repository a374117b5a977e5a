import { inspect } from 'node:util';

/** Prints a value on one line. The comments `//>` below a call are what it prints; `tour.spec.ts` compares the two. */
export function show(what: string, value: unknown): void {
  const options = { depth: 9, breakLength: Infinity, compact: true, sorted: true };
  console.log(`${what}: ${typeof value === 'string' ? value : inspect(value, options)}`);
}

/** Fields that are the same in all lines of a run. */
const SAME = ['level', 'service', 'requestId', 'message'];

/** Prints a log line of a function: its message and its own fields. Metrics, which are lines too, are left out. */
export function showLog(line: string): void {
  const fields: Record<string, unknown> = JSON.parse(line, (_, value) => errorText(value));
  if (fields['message'] === undefined) return;
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !SAME.includes(name)));
  const text = inspect(own, { breakLength: Infinity, compact: true });
  console.log(`${fields['service']}: ${fields['message']}${text === '{}' ? '' : ` ${text}`}`);
}

/** An error stands in a line as its name and message. */
function errorText(value: { name?: unknown; message?: unknown } | undefined | null): unknown {
  return value?.name !== undefined && value.message !== undefined ? `${value.name}: ${value.message}` : value;
}
