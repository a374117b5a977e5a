import { openDatabase } from '../../state/open-database.ts';
import { type Datum, metricKey, type MetricId, type Summary } from './metric.ts';
import { openMetricNames } from './metric-names.ts';
import {
  METRIC_SCHEMA,
  type MetricRange,
  metricStatements,
  readRow,
  readSums,
  readValues,
} from './metric-rows.ts';
import { createTally, merged, type Tally } from './summary.ts';

/** Told of a metric that gets values, and of their time. */
type MetricListener = (key: string, time: number) => void;

/** The values of all metrics. */
export type MetricStore = {
  /** Takes a value; it survives kill -9 a second later. Values of no number, and those of other times, are left out. */
  add(datum: Datum): void;
  /** Takes values that are made in the next turn of the event loop, and before any is read: who adds them has someone waiting. */
  addSoon(make: () => Iterable<Datum>): void;
  /** Takes values of which only the statistics are known. */
  addSummary(datum: Place, summary: Summary): void;
  /** What was added survives kill -9 from now on. */
  flush(): void;
  /** Every metric with values, and when the last one was. */
  metrics(): readonly (MetricId & { lastAt: number })[];
  /** The values of each period that has any, by the begin of the period; periods begin at `from`. */
  read(metric: MetricId, range: MetricRange): ReadonlyMap<number, Summary>;
  /** The units that a metric has in a range. */
  units(metric: MetricId, range: { from: number; to: number }): string[];
  watch(listener: MetricListener): void;
  /** Forgets every value and metric. */
  clear(): void;
  /** What is added from now on is left out. */
  close(): void;
};

/** CloudWatch keeps values by the minute for 15 days; the stack keeps no longer ones by the hour. */
const KEPT_MS = 15 * 86_400_000;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;
const FLUSH_MS = 1_000;
const MOST_PENDING = 2_000;
const MOST_ROWS = 1_000_000;
const HOUR_MS = 3_600_000;

type Pending = { metric: MetricId; key: string; time: number; unit: string; tally: Tally };
type Place = Pick<Datum, keyof MetricId | 'unit' | 'time' | 'resolution'>;

/** Opens the store; values are gathered by the minute and written once a second, while there are any. */
export function openMetricStore(file: string, now: () => number): MetricStore {
  const database = openDatabase(file, METRIC_SCHEMA);
  const names = openMetricNames(database);
  const sql = metricStatements(database);
  const listeners: MetricListener[] = [];
  let gathered: { make: () => Iterable<Datum>; at: number }[] = [];
  let gathering: NodeJS.Immediate | undefined;
  /** By key, of each period and unit; their number. */
  const pending = new Map<string, Pending[]>();
  let places = 0;
  let timer: NodeJS.Timeout | undefined;
  let swept = -Infinity;
  let writes = 0;
  let isClosed = false;

  function addSoon(make: () => Iterable<Datum>): void {
    if (isClosed) return;
    gathered.push({ make, at: now() });
    gathering ??= setImmediate(tally).unref();
    timer ??= setTimeout(flush, FLUSH_MS).unref();
  }

  function tally(): void {
    clearImmediate(gathering);
    gathering = undefined;
    const all = gathered;
    gathered = [];
    for (const { make, at } of all)
      for (const datum of make()) {
        const { value, count = 1 } = datum;
        if (Number.isFinite(value * count)) tallyOf(datum, datum.time ?? at)?.addValue(value, count);
      }
  }

  function addSummary(place: Place, summary: Summary): void {
    if ([summary.sum, summary.min, summary.max].every(Number.isFinite))
      tallyOf(place, place.time ?? now())?.add(summary);
  }

  /** Where a value of that time is added, at once; undefined when it is left out. */
  function tallyOf(place: Place, time: number): Tally | undefined {
    const { unit = 'None', resolution = 60 } = place;
    // What still ends while the stack stops is counted by no one.
    if (isClosed || time <= now() - OLDEST_MS || time >= now() + NEWEST_MS) return undefined;
    const key = metricKey(place);
    const bucket = Math.floor(time / 1000 / resolution) * resolution * 1000;
    const { tally } = findPending(key, bucket, unit) ?? addPending(place, key, bucket, unit);
    timer ??= setTimeout(flush, FLUSH_MS).unref();
    for (const listener of listeners) listener(key, bucket);
    return tally;
  }

  function findPending(key: string, time: number, unit: string): Pending | undefined {
    for (const each of pending.get(key) ?? []) if (each.time === time && each.unit === unit) return each;
    return undefined;
  }

  function addPending(
    { namespace, name, dimensions }: Place,
    key: string,
    time: number,
    unit: string,
  ): Pending {
    if (places >= MOST_PENDING) flush();
    const added = { metric: { namespace, name, dimensions }, key, time, unit, tally: createTally() };
    const ofKey = pending.get(key) ?? [];
    ofKey.push(added);
    pending.set(key, ofKey);
    places += 1;
    return added;
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    tally();
    if (places === 0) return;
    database.exec('BEGIN');
    for (const ofKey of pending.values()) ofKey.forEach(write);
    sweep();
    database.exec('COMMIT');
    forget();
  }

  function forget(): void {
    pending.clear();
    places = 0;
  }

  function write({ metric, key, time, unit, tally }: Pending): void {
    writes += 1;
    const summary = tally.summary();
    const id = names.touch(metric, key, time);
    const kept = sql.find.get(id, time, unit);
    const { count, sum, min, max, counts } = kept === undefined ? summary : merged(readRow(kept), summary);
    sql.put.run(id, time, unit, count, sum, min, max, JSON.stringify([...counts]));
  }

  function sweep(): void {
    if (now() - swept < HOUR_MS && now() >= swept && writes < MOST_ROWS / 5) return;
    [swept, writes] = [now(), 0];
    sql.expire.run(swept - KEPT_MS);
    sql.trim.run(MOST_ROWS);
    names.expire(swept - KEPT_MS);
  }

  return {
    add: (datum) => addSoon(() => [datum]),
    addSoon,
    addSummary,
    flush,
    metrics: () => {
      flush();
      return names.all();
    },
    read: (metric, range) => {
      flush();
      const id = names.find(metricKey(metric));
      if (id === undefined) return new Map();
      return range.counts === true ? readValues(sql.read, id, range) : readSums(sql.sums, id, range);
    },
    units: (metric, { from, to }) => {
      flush();
      const id = names.find(metricKey(metric));
      return id === undefined ? [] : sql.units.all(id, from, to).map((row) => String(row['unit']));
    },
    watch: (listener) => void listeners.push(listener),
    clear: () => {
      gathered = [];
      forget();
      sql.expire.run(Number.MAX_SAFE_INTEGER);
      names.expire(Number.MAX_SAFE_INTEGER);
    },
    close: () => {
      flush();
      isClosed = true;
      database.close();
    },
  };
}
