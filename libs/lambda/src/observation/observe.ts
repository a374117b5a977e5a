import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';

/** What every shell writes with. */
export type Observation = { log: Logger; metrics: Metrics };

/** Log and metrics of one function; each line names the service. Lines go to stdout unless `write` takes them. */
export function observe(service: string, write?: (line: string) => void): Observation {
  const options = { service, ...(write && { write }) };
  return { log: createLogger(options), metrics: createMetrics(options) };
}
