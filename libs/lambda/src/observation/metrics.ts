import { AsyncLocalStorage } from 'node:async_hooks';

/** CloudWatch takes at most this many values of one metric in one line. */
const MOST_VALUES = 100;

/** Counts and measures what happens during an invocation and writes it once at its end. */
export type Metrics = {
  /** Adds to a metric of the current invocation; the unit is Count. Outside of one, or after its end, it is written at once. */
  count(name: string, value?: number): void;
  /** Adds values in milliseconds to a metric of the current invocation, each written as it is; else as `count`. */
  measure(name: string, values: readonly number[]): void;
  /**
   * Runs an invocation: what is counted in it, however deep, is written as one line when it ends, however it ends, and
   * never with the counts of another invocation in the same process. Nothing counted, nothing written. More than 100
   * values of one metric go into further lines.
   */
  collect<Result>(invocation: () => Promise<Result>): Promise<Result>;
};

/**
 * Metrics in CloudWatch's embedded metric format: one JSON log line that CloudWatch turns into metrics with the
 * dimension `service`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(options: {
  service: string;
  namespace?: string;
  write?: (line: string) => void;
  now?: () => Date;
}): Metrics {
  const {
    service,
    namespace = 'Hanok',
    write = (line) => process.stdout.write(line),
    now = () => new Date(),
  } = options;
  const storage = new AsyncLocalStorage<{ collected: Collected; isOver: boolean }>();
  const writeLine = (members: Readonly<Record<string, number | readonly number[]>>) => {
    const Metrics = Object.entries(members).map(([Name, value]) => ({ Name, Unit: unitOf(value) }));
    if (Metrics.length === 0) return;
    const CloudWatchMetrics = [{ Namespace: namespace, Dimensions: [['service']], Metrics }];
    const _aws = { Timestamp: now().getTime(), CloudWatchMetrics };
    write(`${JSON.stringify({ _aws, service, ...members })}\n`);
  };
  const writeLines = ({ counts, values }: Collected) => {
    const first = values.entries().map(([name, all]) => [name, all.slice(0, MOST_VALUES)] as const);
    writeLine(Object.fromEntries([...counts, ...first]));
    for (const [name, all] of values)
      for (let i = MOST_VALUES; i < all.length; i += MOST_VALUES)
        writeLine({ [name]: all.slice(i, i + MOST_VALUES) });
  };
  const add = (change: (collected: Collected) => void) => {
    const current = storage.getStore();
    if (current && !current.isOver) return change(current.collected);
    const alone = nothing();
    change(alone);
    writeLines(alone);
  };
  return {
    count: (name, value = 1) => add(({ counts }) => void counts.set(name, (counts.get(name) ?? 0) + value)),
    measure: (name, added) => {
      if (added.length > 0)
        add(({ values }) => void values.set(name, [...(values.get(name) ?? []), ...added]));
    },
    collect: async (invocation) => {
      const current = { collected: nothing(), isOver: false };
      try {
        return await storage.run(current, invocation);
      } finally {
        current.isOver = true;
        writeLines(current.collected);
      }
    },
  };
}

/** Counts add up to one number; of what is measured, each value is kept. */
type Collected = { counts: Map<string, number>; values: Map<string, readonly number[]> };

function nothing(): Collected {
  return { counts: new Map(), values: new Map() };
}

function unitOf(value: number | readonly number[]): 'Count' | 'Milliseconds' {
  return typeof value === 'number' ? 'Count' : 'Milliseconds';
}
