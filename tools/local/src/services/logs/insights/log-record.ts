import { parseJson } from '../../../gateway/json-service.ts';
import type { LogEvent } from '../log-events.ts';
import { type Maybe, timeText } from './functions.ts';

/** A log event as a query sees it: what is discovered in it, and what commands added. */
export type LogRecord = {
  get(field: string): Maybe;
  set(field: string, value: Maybe): void;
  /** Bytes of its message. */
  size: number;
};

const REPORT_FIELDS: Readonly<Record<string, { pattern: RegExp; factor: number }>> = {
  '@duration': { pattern: /\tDuration: ([\d.]+) ms/, factor: 1 },
  '@billedDuration': { pattern: /\tBilled Duration: ([\d.]+) ms/, factor: 1 },
  '@initDuration': { pattern: /\tInit Duration: ([\d.]+) ms/, factor: 1 },
  '@memorySize': { pattern: /\tMemory Size: ([\d.]+) MB/, factor: 1_000_000 },
  '@maxMemoryUsed': { pattern: /\tMax Memory Used: ([\d.]+) MB/, factor: 1_000_000 },
};
const PLATFORM_LINE = /^(START|END|REPORT) RequestId: ([\w-]+)/;
/** A line that a function writes with the console of its runtime. */
const CONSOLE_LINE = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t([\da-f-]{36})\t/;

/** A record of a group of this account. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html */
export function logRecord(event: LogEvent, group: { name: string; accountId: string }): LogRecord {
  const message = event.message.replace(/\n$/, '');
  const own = new Map<string, Maybe>();
  let json: unknown;
  let isParsed = false;

  function discovered(field: string): Maybe {
    if (field.startsWith('@')) return special(field);
    if (!isParsed) json = message.startsWith('{') ? parseJson(message) : undefined;
    isParsed = true;
    return textIn(json, field);
  }

  function special(field: string): Maybe {
    if (field === '@message') return message;
    if (field === '@timestamp') return timeText(event.time);
    if (field === '@ingestionTime') return timeText(event.ingestedAt);
    if (field === '@logStream') return event.stream;
    if (field === '@log') return `${group.accountId}:${group.name}`;
    if (field === '@ptr') return Buffer.from(`${group.name} ${event.id}`).toString('base64');
    if (field === '@type') return PLATFORM_LINE.exec(message)?.[1];
    if (field === '@requestId') return PLATFORM_LINE.exec(message)?.[2] ?? CONSOLE_LINE.exec(message)?.[1];
    const { pattern, factor } = Object.hasOwn(REPORT_FIELDS, field) ? (REPORT_FIELDS[field] ?? NONE) : NONE;
    const value = message.startsWith('REPORT ') ? pattern.exec(message)?.[1] : undefined;
    return value === undefined ? undefined : Number(value) * factor;
  }

  return {
    get: (field) => (own.has(field) ? own.get(field) : discovered(field)),
    set: (field, value) => void own.set(field, value),
    size: Buffer.byteLength(message),
  };
}

const NONE = { pattern: /(?!)/, factor: 1 };

/** The value at a path such as `user.names.0`, or at a name that holds dots itself. */
function textIn(json: unknown, path: string): Maybe {
  const whole = step(json, path);
  const value =
    whole === undefined
      ? path
          .split(/[.[\]]+/)
          .filter(Boolean)
          .reduce<unknown>(step, json)
      : whole;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(Number(value)) : JSON.stringify(value);
}

function step(value: unknown, key: string): unknown {
  const isContainer = typeof value === 'object' && value !== null;
  return isContainer && Object.hasOwn(value, key)
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
