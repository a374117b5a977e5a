import * as z from 'zod';
import type { Style } from './paint.ts';

/** One log line as a person reads it; without a style it is shown plain. */
type ReadableLine = { text: string; style?: Style | undefined };

const outcome = z.looseObject({ level: z.string(), message: z.string() });
const metrics = z.looseObject({ _aws: z.looseObject({ CloudWatchMetrics: z.array(z.unknown()) }) });
const anyObject = z.record(z.string(), z.unknown());
const thrown = z.object({ errorType: z.string(), errorMessage: z.string(), stack: z.array(z.string()) });
/** Said by the line's place already, or of no use to the eye. */
const HIDDEN = new Set(['level', 'message', 'service', 'requestId', 'timestamp', '_aws']);
const STYLES: Readonly<Record<string, Style>> = { debug: 'dim', warn: 'yellow', error: 'red', fatal: 'red' };

/**
 * JSON lines become `message key=value …`, Lambda's own lines lose what never changes. Control characters are left
 * out, but for line feeds and tabs: a log may carry text from outside, and a terminal obeys it.
 */
export function readableLine(line: string): ReadableLine {
  const { text, style } = readable(line.trimEnd());
  return { text: text.replace(/(?![\n\t])\p{Cc}/gu, ''), style };
}

function readable(line: string): ReadableLine {
  return platformLine(line) ?? consoleLine(line) ?? jsonLine(line) ?? { text: line };
}

/** START, END and REPORT. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
function platformLine(line: string): ReadableLine | undefined {
  const report = /^REPORT RequestId: \S+\s+(.*)$/.exec(line)?.[1];
  if (report !== undefined) {
    const style = report.includes('Status: ') ? 'red' : undefined;
    return { text: `REPORT ${report.trim().replaceAll('\t', '  ')}`, style };
  }
  const edge = /^(START|END) RequestId: (\S+)/.exec(line);
  return edge ? { text: edge[1] === 'START' ? `START ${edge[2]}` : 'END', style: 'dim' } : undefined;
}

/** What `console` and the runtime write: time, request, level and text between tabs. */
function consoleLine(line: string): ReadableLine | undefined {
  const [, level, said] = /^\d{4}-\S+Z\t\S+\t([A-Z]+)\t(.*)$/s.exec(line) ?? [];
  if (level === undefined || said === undefined) return undefined;
  return labelled(
    level,
    said.replace(/\s*(\{.*\})$/s, (all, json: string) => stackOf(json) ?? all),
  );
}

function stackOf(json: string): string | undefined {
  const error = thrown.safeParse(parseJson(json)).data;
  return error && `: ${error.stack.join('\n')}`;
}

function jsonLine(line: string): ReadableLine | undefined {
  const json = anyObject.safeParse(parseJson(line)).data;
  if (json === undefined) return undefined;
  const said = outcome.safeParse(json).data;
  if (said !== undefined) return labelled(said.level, said.message + fields(json));
  if (metrics.safeParse(json).success) return { text: `metrics${fields(json)}`, style: 'dim' };
  return { text: fields(json).trimStart() };
}

function labelled(level: string, text: string): ReadableLine {
  const label = level.toLowerCase() === 'info' ? '' : `${level.toUpperCase()} `;
  return { text: label + text, style: STYLES[level.toLowerCase()] };
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
