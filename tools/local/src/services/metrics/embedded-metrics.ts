import * as z from 'zod';
import { parseJson } from '../../gateway/json-service.ts';
import type { Clock } from '../../clock.ts';
import { type Datum, UNITS } from './metric.ts';
import type { MetricStore } from './metric-store.ts';

const MOST_BYTES = 1_048_576;
/** A line could hold millions by naming the same ones again and again. */
const MOST_VALUES = 10_000;

const name = z.string().min(1).max(1024);
const MOST_DIRECTIVES = 100;
const MOST_OF_MEMBER = 100;
const LONGEST_DIMENSION = 1024;
const directives = z.array(
  z.looseObject({
    Namespace: name,
    Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)),
    Metrics: z
      .array(
        z.looseObject({
          Name: name,
          Unit: z.enum(UNITS).optional(),
          StorageResolution: z.union([z.literal(1), z.literal(60)]).optional(),
        }),
      )
      .max(100),
  }),
);
type Directive = z.infer<typeof directives>[number];
type Members = Readonly<Record<string, unknown>>;

/**
 * The metrics that a log line holds in the embedded metric format; none for another line, and for what the format does
 * not allow. Times are as the line tells them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): (Datum & { time: number })[] {
  if (!mayHold(line)) return [];
  // Every line of a function comes by here: what differs from line to line is looked at by hand and not by a schema.
  const members = parseJson(line);
  if (!isObject(members) || !isObject(members['_aws'])) return [];
  const { Timestamp: time, CloudWatchMetrics: given } = members['_aws'];
  if (!isTime(time) || !Array.isArray(given) || given.length > MOST_DIRECTIVES) return [];
  const data = directivesOf(given)
    .values()
    .flatMap((directive) => dataOf(directive, members, time));
  return [...data.take(MOST_VALUES)];
}

/** The directives of lines so far, by their text: those of a function are the same in each of its lines. */
const known = new Map<string, readonly Directive[]>();
const MOST_KNOWN = 200;
const LONGEST_KNOWN = 10_000;

/** None when one of them is not as the format says. */
function directivesOf(given: readonly unknown[]): readonly Directive[] {
  const text = JSON.stringify(given);
  const before = known.get(text);
  if (before !== undefined) return before;
  const read = directives.safeParse(given).data ?? [];
  if (known.size >= MOST_KNOWN) known.clear();
  if (text.length <= LONGEST_KNOWN) known.set(text, read);
  return read;
}

function mayHold(line: string): boolean {
  return line.startsWith('{') && line.length <= MOST_BYTES && line.includes('"CloudWatchMetrics"');
}

function* dataOf(
  { Namespace: namespace, Dimensions, Metrics }: Directive,
  members: Members,
  time: number,
): Generator<Datum & { time: number }> {
  const sets = Dimensions.map((names) => dimensionsOf(names, members)).filter((set) => set !== undefined);
  for (const { Name, Unit: unit = 'None', StorageResolution: resolution = 60 } of Metrics) {
    const values = valuesOf(memberOf(members, Name));
    for (const dimensions of sets)
      for (const value of values) yield { namespace, name: Name, dimensions, unit, resolution, value, time };
  }
}

/** The dimensions that a set of names had last: as the same object, whose keys are known. */
const last = new WeakMap<readonly string[], Readonly<Record<string, string>>>();

/** Undefined when a dimension has no value, or one that is no text. */
function dimensionsOf(
  names: readonly string[],
  members: Members,
): Readonly<Record<string, string>> | undefined {
  const before = last.get(names);
  if (before !== undefined && names.every((each) => memberOf(members, each) === before[each])) return before;
  const entries: [string, string][] = [];
  for (const each of names) {
    const value = memberOf(members, each);
    if (typeof value !== 'string' || value === '' || value.length > LONGEST_DIMENSION) return undefined;
    entries.push([each, value]);
  }
  const dimensions = Object.fromEntries(entries);
  last.set(names, dimensions);
  return dimensions;
}

function memberOf(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** One number, or a list of them; none for anything else. */
function valuesOf(value: unknown): readonly number[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.length <= MOST_OF_MEMBER && all.every(isNumber) ? all : [];
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reports the metrics of a log line; its times are real ones. */
export function reportEmbedded(metrics: Pick<MetricStore, 'addSoon'>, clock: Clock, line: string): void {
  if (!mayHold(line)) return;
  metrics.addSoon(() => {
    const data = embeddedMetrics(line);
    for (const datum of data) datum.time = clock.timeAt(datum.time);
    return data;
  });
}
