import * as z from 'zod';
import type { Style } from './terminal.ts';

/** One log event as a person reads it; without a style it is shown plain. */
type ReadableLine = { text: string; style?: Style | undefined };

const thrown = z.object({ errorType: z.string(), errorMessage: z.string(), stack: z.array(z.string()) });
/** Said by the line's place already, or of no use to the eye. */
const HIDDEN = new Set(['level', 'message', 'service', 'requestId', 'timestamp', '_aws']);
const STYLES: ReadonlyMap<string, Style> = new Map([
  ['debug', 'dim'],
  ['warn', 'yellow'],
  ['error', 'red'],
  ['fatal', 'red'],
]);

/**
 * JSON becomes `message key=value …`, and what the platform says loses what never changes. What a function wrote is
 * never read as the platform's. The text may hold anything: it is for `print`, which makes one line of it.
 */
export function readableLine(line: string, isPlatform: boolean): ReadableLine {
  const all = line.trimEnd();
  if (isPlatform) return platformLine(all);
  try {
    return consoleLine(all) ?? jsonLine(all) ?? { text: all };
  } catch {
    return { text: all }; // JSON that is nested too deeply to be written again.
  }
}

/** START, END and REPORT. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
function platformLine(line: string): ReadableLine {
  const [head = '', ...figures] = line.split('\t');
  if (head.startsWith('REPORT ')) {
    const style = line.includes('\tStatus: ') ? 'red' : undefined;
    return { text: ['REPORT', figures.join('  ')].join(' ').trim(), style };
  }
  const [edge = '', , requestId = ''] = line.split(' ');
  if (edge === 'START') return { text: `START ${requestId}`, style: 'dim' };
  return edge === 'END' ? { text: 'END', style: 'dim' } : { text: line.replaceAll('\n', ' '), style: 'red' };
}

/** What `console` and the runtime write: time, request, level and text between tabs. */
function consoleLine(line: string): ReadableLine | undefined {
  const [, level, said] = /^\d{4}-\S+Z\t\S+\t([A-Z]+)\t(.*)$/s.exec(line) ?? [];
  if (level === undefined || said === undefined) return undefined;
  const start = said.indexOf('{');
  const stack = start === -1 ? undefined : stackOf(said.slice(start));
  return labelled(level, stack === undefined ? said : `${said.slice(0, start).trimEnd()}: ${stack}`);
}

/** The frames of an error's stack on one line. */
function stackOf(json: string): string | undefined {
  const error = json.endsWith('}') ? thrown.safeParse(parseJson(json)).data : undefined;
  return error?.stack.map((frame) => frame.trim()).join(' | ');
}

/** Every line of a function comes by here, so that it is looked at by hand and not by a schema. */
function jsonLine(line: string): ReadableLine | undefined {
  const json = line.startsWith('{') ? parseJson(line) : undefined;
  if (!isObject(json)) return undefined;
  const { level, message, _aws: embedded } = json;
  if (typeof level === 'string' && typeof message === 'string')
    return labelled(level, message + fields(json));
  if (isObject(embedded) && Array.isArray(embedded['CloudWatchMetrics']))
    return { text: `metrics${fields(json)}`, style: 'dim' };
  return { text: fields(json).trimStart() };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function labelled(level: string, text: string): ReadableLine {
  const label = level.toLowerCase() === 'info' ? '' : `${level.toUpperCase()} `;
  return { text: label + text, style: STYLES.get(level.toLowerCase()) };
}

function fields(object: Readonly<Record<string, unknown>>): string {
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
