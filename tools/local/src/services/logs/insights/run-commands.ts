import { AGGREGATES } from './aggregates.ts';
import { compareValues, evaluate, holds } from './evaluate.ts';
import { type Maybe, textOf } from './functions.ts';
import type { LogRecord } from './log-record.ts';
import type { Aggregate, Command, Expression, Named } from './query.ts';

/** What a query goes through: records one by one, and at their end what came of them. */
type Pipeline = {
  /** False when no further record can change the result. */
  add(record: LogRecord): boolean;
  /** How many records passed the filters. */
  matched(): number;
  rows(limit: number): Row[];
};

/** Names and values, in the order of the query. */
export type Row = readonly (readonly [field: string, value: string])[];

const MOST_RECORDS = 10_000;
const MOST_GROUPS = 10_000;
/** Records that are kept whole for a sort. */
const MOST_BYTES = 64_000_000;

/** A command that is done with each record by itself: the records that come of it. */
type Step = (record: LogRecord) => boolean;

/** Commands before `stats` or `sort` are done with each record as it comes, the others at the end. */
export function createPipeline(commands: readonly Command[]): Pipeline {
  const gathersAt = commands.findIndex(({ kind }) => kind === 'stats' || kind === 'sort');
  const steps = (gathersAt < 0 ? commands : commands.slice(0, gathersAt)).map(stepOf);
  const later = gathersAt < 0 ? [] : commands.slice(gathersAt);
  const [first] = later;
  const groups = first?.kind === 'stats' ? groupsOf(first) : undefined;
  const kept: LogRecord[] = [];
  let [matched, bytes] = [0, 0];
  return {
    add: (record) => {
      const passes = steps.every((step) => step(record));
      if (!passes) return true;
      matched += 1;
      if (groups !== undefined) return groups.add(record);
      kept.push(record);
      bytes += record.size;
      return bytes < MOST_BYTES && (first !== undefined || kept.length < MOST_RECORDS);
    },
    matched: () => matched,
    rows: (limit) => {
      const rest = groups === undefined ? later : later.slice(1);
      const records = rest.reduce(gather, groups?.records() ?? kept);
      return records
        .slice(0, limit)
        .map((record) => rowOf(record, columnsOf(commands, groups !== undefined)));
    },
  };
}

function gather(records: readonly LogRecord[], command: Command): readonly LogRecord[] {
  if (command.kind !== 'sort') {
    const step = stepOf(command);
    return records.filter((record) => step(record));
  }
  const { keys } = command;
  // Records come the newest first: those of one millisecond are the other way round, too, when the oldest are first.
  const isTurned = keys.some(({ expression, descending }) => !descending && isTime(expression));
  const keyed = (isTurned ? records.toReversed() : records).map((record) => ({
    record,
    values: keys.map(({ expression }) => evaluate(expression, record)),
  }));
  keyed.sort((a, b) => {
    for (const [index, { descending }] of keys.entries()) {
      const order = compareValues(a.values[index], b.values[index]);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ record }) => record);
}

function isTime(expression: Expression): boolean {
  return expression.kind === 'field' && expression.name === '@timestamp';
}

function stepOf(command: Command): Step {
  if (command.kind === 'filter') return (record) => holds(command.test, record);
  if (command.kind === 'parse') return (record) => parse(command, record);
  if (command.kind === 'limit') return atMost(command.count);
  if (command.kind === 'dedup') return firstOf(command.keys);
  const named = command.kind === 'fields' || command.kind === 'display' ? command.fields : [];
  return (record) => {
    for (const { name, expression } of named)
      if (expression.kind !== 'field' || expression.name !== name)
        record.set(name, evaluate(expression, record));
    return true;
  };
}

function parse({ from, match }: Extract<Command, { kind: 'parse' }>, record: LogRecord): boolean {
  const found = match(textOf(evaluate(from, record)));
  for (const [name, value] of Object.entries(found ?? {})) record.set(name, value);
  return true;
}

function atMost(count: number): Step {
  let left = count;
  return () => left-- > 0;
}

/** A record without one of the keys is let through, as on AWS. */
function firstOf(keys: readonly Expression[]): Step {
  const seen = new Set<string>();
  return (record) => {
    const values = keys.map((key) => evaluate(key, record));
    if (values.includes(undefined)) return true;
    const key = JSON.stringify(values.map(textOf));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

function groupsOf({ aggregates, by }: { aggregates: readonly Aggregate[]; by: readonly Named[] }) {
  const groups = new Map<string, { keys: Maybe[]; gathered: ReturnType<typeof gatheringsOf> }>();
  return {
    add: (record: LogRecord): boolean => {
      const keys = by.map(({ expression }) => evaluate(expression, record));
      const key = JSON.stringify(keys);
      const group = groups.get(key) ?? { keys, gathered: gatheringsOf(aggregates) };
      if (!groups.has(key) && groups.size >= MOST_GROUPS) return true;
      groups.set(key, group);
      for (const [index, { of }] of aggregates.entries())
        group.gathered[index]?.add(of === undefined ? 1 : evaluate(of, record));
      return true;
    },
    records: (): LogRecord[] =>
      [...groups.values()].map(({ keys, gathered }) =>
        plainRecord([
          ...by.map(({ name }, index): [string, Maybe] => [name, keys[index]]),
          ...aggregates.map(({ name }, index): [string, Maybe] => [name, gathered[index]?.result()]),
        ]),
      ),
  };
}

function gatheringsOf(aggregates: readonly Aggregate[]) {
  return aggregates.flatMap(({ aggregate, percent }) => AGGREGATES.get(aggregate)?.(percent) ?? []);
}

function plainRecord(entries: readonly [string, Maybe][]): LogRecord {
  const values = new Map(entries);
  return { get: (field) => values.get(field), set: (field, value) => void values.set(field, value), size: 0 };
}

/** The last `display`, or all that `fields` and `stats` name, or time and message. */
function columnsOf(commands: readonly Command[], isGrouped: boolean): readonly string[] {
  const shown = commands.findLast((command) => command.kind === 'display');
  if (shown?.kind === 'display') return shown.fields.map(({ name }) => name);
  const named = commands.flatMap((command) => {
    if (command.kind === 'stats') return [...command.by, ...command.aggregates].map(({ name }) => name);
    return command.kind === 'fields' && !isGrouped ? command.fields.map(({ name }) => name) : [];
  });
  return named.length === 0 ? ['@timestamp', '@message'] : [...new Set(named)];
}

/** A field that a record does not have is left out; a single event can be found again by `@ptr`. */
function rowOf(record: LogRecord, columns: readonly string[]): Row {
  return [...columns, '@ptr'].flatMap((name): [string, string][] => {
    const value = record.get(name);
    return value === undefined ? [] : [[name, textOf(value)]];
  });
}
