import * as z from 'zod';

const outcome = z.looseObject({ level: z.string(), message: z.string() });
const metrics = z.looseObject({ _aws: z.looseObject({ CloudWatchMetrics: z.array(z.unknown()) }) });
/** Said by the line's place already, or of no use to the eye. */
const HIDDEN = new Set(['level', 'message', 'service', 'requestId', '_aws']);

/** One line of a function's log as a person reads it: `message key=value …` for JSON, REPORT as its figures. */
export function readableLine(line: string): string {
  const report = /^REPORT RequestId: (\S+)\s+(.*)$/.exec(line);
  if (report) return `REPORT ${report[2]?.replaceAll('\t', '  ')}`;
  const json = parseJson(line);
  const said = outcome.safeParse(json);
  if (said.success)
    return `${said.data.level === 'info' ? '' : `${said.data.level.toUpperCase()} `}${said.data.message}${fields(said.data)}`;
  const counted = metrics.safeParse(json);
  return counted.success ? `metrics${fields(counted.data)}` : line;
}

function fields(object: Record<string, unknown>): string {
  const shown = Object.entries(object).filter(([name]) => !HIDDEN.has(name));
  return shown
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
