import { currentLogIds } from './log-ids.ts';

type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON line per call. Messages are constant texts; what varies goes into the fields. */
export type Logger = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

/** Causes within causes that are written, and errors of one AggregateError. */
const MAX_DEPTH = 5;
const MAX_ERRORS = 10;
/** Longest message of an error that is written whole. */
const MAX_CHARACTERS = 8_192;

/**
 * A logger whose lines hold level, service, message, the ids of the current call, then the fields. An Error among the
 * fields is written as name, message, code, stack (the places of its calls), cause and `errors`, as far as these are
 * Errors too, never as the object: errors of clients carry requests. Writing a line throws nothing.
 */
export function createLogger(options: { service: string; write?: (line: string) => void }): Logger {
  const write = options.write ?? ((line) => process.stdout.write(line));
  const at = (level: string) => (message: string, fields?: LogFields) => {
    const line = { level, service: options.service, message, ...currentLogIds() };
    write(`${jsonOf({ ...line, ...fields }) ?? jsonOf(line)}\n`);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Undefined for what has no JSON, such as an object within itself. */
function jsonOf(line: object): string | undefined {
  try {
    return JSON.stringify(line, writeErrors);
  } catch {
    return undefined;
  }
}

/** Looks at the value itself: an error with a method `toJSON` would say there what else it carries. */
function writeErrors(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  if (original instanceof Error) return errorFields(original, 1);
  return typeof value === 'bigint' ? String(value) : value;
}

function errorFields(error: Error, depth: number): object {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  const errors = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const inner = depth < MAX_DEPTH ? errors.filter(isError).slice(0, MAX_ERRORS) : [];
  return {
    name: String(name),
    message: String(message).slice(0, MAX_CHARACTERS),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(isError(cause) && depth < MAX_DEPTH && { cause: errorFields(cause, depth + 1) }),
    ...(inner.length > 0 && { errors: inner.map((each) => errorFields(each, depth + 1)) }),
    stack: placesOf(stack),
  };
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}

/** The lines of a stack below its message, which may be of several lines itself. */
function placesOf(stack: unknown): string[] {
  return String(stack ?? '')
    .split('\n')
    .flatMap((line) => /^ +at (.+)$/.exec(line)?.[1] ?? []);
}
