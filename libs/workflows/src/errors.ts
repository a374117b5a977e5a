/** A state machine that would not run as written; the message holds every problem on a line of its own. */
export class StateMachineError extends Error {
  override readonly name = 'StateMachineError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
