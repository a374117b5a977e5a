/** Most executions that one id may have. */
export const MAX_EXECUTION_ATTEMPTS = 20;

/** The name of an attempt, counted from 1: the id itself, then `<id>.2` and so on. An id has no dot. */
export function attemptName(id: string, attempt: number): string {
  return attempt === 1 ? id : `${id}.${attempt}`;
}

/** The id that an execution stands for, by its name: the same for every attempt. */
export function executionId(name: string): string {
  return name.replace(/\.\d+$/, '');
}
