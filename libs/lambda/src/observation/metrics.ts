/** Counts what happens during one invocation and writes it once at its end. */
export type Metrics = {
  /** Adds to a metric of this invocation; the unit is Count. */
  count(name: string, value?: number): void;
  /** Writes what was counted as one line and starts anew; nothing counted, nothing written. */
  flush(): void;
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
  const counts = new Map<string, number>();
  return {
    count: (name, value = 1) => void counts.set(name, (counts.get(name) ?? 0) + value),
    flush: () => {
      if (counts.size === 0) return;
      const Metrics = [...counts.keys()].map((Name) => ({ Name, Unit: 'Count' }));
      const CloudWatchMetrics = [{ Namespace: namespace, Dimensions: [['service']], Metrics }];
      write(
        `${JSON.stringify({ _aws: { Timestamp: now().getTime(), CloudWatchMetrics }, service, ...Object.fromEntries(counts) })}\n`,
      );
      counts.clear();
    },
  };
}
