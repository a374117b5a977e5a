import type { Problem } from './rule-set/json-fields.ts';

/** A text is no rule set. `problems` has everything that is wrong, each with its path. */
export class RuleSetError extends Error {
  override readonly name = 'RuleSetError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.problems = problems;
  }
}
