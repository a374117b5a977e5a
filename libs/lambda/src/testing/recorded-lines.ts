import { createLogger, type Logger } from '../logger.ts';
import { createMetrics, type Metrics } from '../metrics.ts';

/** A logger and metrics that keep their lines; `lines()` reads them back as the objects they are. */
export function recordLines(): { log: Logger; metrics: Metrics; lines(): Record<string, unknown>[] } {
  const written: string[] = [];
  const write = (line: string) => void written.push(line);
  return {
    log: createLogger({ service: 'test', write }),
    metrics: createMetrics({ service: 'test', write }),
    lines: () => written.map((line): Record<string, unknown> => JSON.parse(line)),
  };
}
