import { observe, type Observation } from '../observation/observe.ts';

/** A logger and metrics that keep their lines; `lines()` reads them back as the objects they are. */
export function recordLines(): Observation & { lines(): Record<string, unknown>[] } {
  const written: string[] = [];
  return {
    ...observe('test', (line) => void written.push(line)),
    lines: () => written.map((line): Record<string, unknown> => JSON.parse(line)),
  };
}
