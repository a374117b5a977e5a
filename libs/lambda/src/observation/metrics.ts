import { AsyncLocalStorage } from 'node:async_hooks';

/** Counts what happens during an invocation and writes it once at its end. */
export type Metrics = {
  /** Adds to a metric of the current invocation; the unit is Count. Outside of one, or after its end, it is written at once. */
  count(name: string, value?: number): void;
  /**
   * Runs an invocation: what is counted in it, however deep, is written as one line when it ends, however it ends, and
   * never with the counts of another invocation in the same process. Nothing counted, nothing written.
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
  const storage = new AsyncLocalStorage<{ counts: Map<string, number>; isOver: boolean }>();
  const writeLine = (counts: ReadonlyMap<string, number>) => {
    if (counts.size === 0) return;
    const Metrics = [...counts.keys()].map((Name) => ({ Name, Unit: 'Count' }));
    const CloudWatchMetrics = [{ Namespace: namespace, Dimensions: [['service']], Metrics }];
    const _aws = { Timestamp: now().getTime(), CloudWatchMetrics };
    write(`${JSON.stringify({ _aws, service, ...Object.fromEntries(counts) })}\n`);
  };
  return {
    count: (name, value = 1) => {
      const current = storage.getStore();
      if (!current || current.isOver) writeLine(new Map([[name, value]]));
      else current.counts.set(name, (current.counts.get(name) ?? 0) + value);
    },
    collect: async (invocation) => {
      const current = { counts: new Map<string, number>(), isOver: false };
      try {
        return await storage.run(current, invocation);
      } finally {
        current.isOver = true;
        writeLine(current.counts);
      }
    },
  };
}
