import { currentLogIds } from './log-ids.ts';

type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON line per call. Messages are constant texts; what varies goes into the fields. */
export type Logger = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

/**
 * A logger whose lines hold level, service, message, the ids of the current call, then the fields. An Error among the
 * fields is written as name, message, code, stack (the places of its calls) and cause, when that is an Error too, never
 * as the object: errors of clients carry requests.
 */
export function createLogger(options: { service: string; write?: (line: string) => void }): Logger {
  const write = options.write ?? ((line) => process.stdout.write(line));
  const at = (level: string) => (message: string, fields?: LogFields) => {
    const line = { level, service: options.service, message, ...currentLogIds(), ...fields };
    write(`${JSON.stringify(line, errorAsFields)}\n`);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function errorAsFields(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return {
    name,
    message,
    ...('code' in value && { code: value.code }),
    ...(cause instanceof Error && { cause }),
    stack: placesOf(stack),
  };
}

/** The lines of a stack below its message, which may be of several lines itself. */
function placesOf(stack = ''): string[] {
  return stack.split('\n').flatMap((line) => /^ +at (.+)$/.exec(line)?.[1] ?? []);
}
