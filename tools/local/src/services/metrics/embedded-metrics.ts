import * as z from 'zod';
import { parseJson } from '../../gateway/json-service.ts';
import type { Clock } from '../../clock.ts';
import { type Datum, UNITS } from './metric.ts';
import type { MetricStore } from './metric-store.ts';

const MOST_BYTES = 1_048_576;
/** A line could hold millions by naming the same ones again and again. */
const MOST_VALUES = 10_000;

const name = z.string().min(1).max(1024);
const root = z.looseObject({
  _aws: z.looseObject({ Timestamp: z.int().min(0), CloudWatchMetrics: z.array(z.unknown()).max(100) }),
});
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
const values = z.union([z.number(), z.array(z.number()).max(100)]);
const dimensionValue = z.string().min(1).max(1024);

type Directive = z.infer<typeof directives>[number];
type Members = Readonly<Record<string, unknown>>;

/**
 * The metrics that a log line holds in the embedded metric format; none for another line, and for what the format does
 * not allow. Times are as the line tells them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): Datum[] {
  if (!mayHold(line)) return [];
  const parsed = root.safeParse(parseJson(line));
  if (!parsed.success) return [];
  const { _aws: metadata, ...members } = parsed.data;
  const time = metadata.Timestamp;
  const data = directivesOf(metadata.CloudWatchMetrics)
    .values()
    .flatMap((directive) => dataOf(directive, members));
  return [...data.map((datum) => ({ ...datum, time })).take(MOST_VALUES)];
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
): Generator<Datum> {
  const sets = Dimensions.map((names) => dimensionsOf(names, members)).filter((set) => set !== undefined);
  for (const { Name, Unit: unit = 'None', StorageResolution: resolution = 60 } of Metrics) {
    const value = values.safeParse(Object.hasOwn(members, Name) ? members[Name] : undefined);
    for (const dimensions of value.success ? sets : [])
      for (const each of [value.data ?? []].flat())
        yield { namespace, name: Name, dimensions, unit, resolution, value: each };
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
  if (
    before !== undefined &&
    names.every((each) => Object.hasOwn(members, each) && members[each] === before[each])
  )
    return before;
  const entries: [string, string][] = [];
  for (const each of names) {
    const value = dimensionValue.safeParse(Object.hasOwn(members, each) ? members[each] : undefined);
    if (!value.success) return undefined;
    entries.push([each, value.data]);
  }
  const dimensions = Object.fromEntries(entries);
  last.set(names, dimensions);
  return dimensions;
}

/** Reports the metrics of a log line; its times are real ones. */
export function reportEmbedded(metrics: Pick<MetricStore, 'addSoon'>, clock: Clock, line: string): void {
  if (!mayHold(line)) return;
  metrics.addSoon(() =>
    embeddedMetrics(line).map(({ time = Date.now(), ...datum }) => ({ ...datum, time: clock.timeAt(time) })),
  );
}
