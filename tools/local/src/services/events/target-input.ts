import type { Target } from './rule.ts';

/** What a target receives for an event, both as JSON: the event, the constant of the target, or a part of the event. */
export function inputOf({ input, inputPath }: Pick<Target, 'input' | 'inputPath'>, event: string): string {
  if (input !== undefined) return input;
  const steps = inputPath === undefined ? [] : (stepsOf(inputPath) ?? []);
  if (steps.length === 0) return event;
  const selected = steps.reduce<unknown>(
    (value, step) => (Object.hasOwn(Object(value), step) ? Object(value)[step] : undefined),
    JSON.parse(event),
  );
  return JSON.stringify(selected ?? null);
}

const STEP = /\.([\w-]+)|\[(\d{1,9})\]|\['([^'\\\]]*)'\]/y;

/** The names and indexes of a path such as `$.detail.items[0]`; undefined for what is no path. */
export function stepsOf(path: string): string[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: string[] = [];
  STEP.lastIndex = 1;
  for (let match = STEP.exec(path); match !== null; match = STEP.exec(path)) {
    steps.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (STEP.lastIndex === path.length) return steps;
  }
  return path === '$' ? steps : undefined;
}
