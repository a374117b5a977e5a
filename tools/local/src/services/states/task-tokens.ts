import { randomBytes } from 'node:crypto';

/** Tasks that wait for somebody to say how they ended, by their token. */
export type TaskTokens = {
  /** A new token, and the outcome that somebody reports for it. */
  issue(): { token: string; outcome: Promise<unknown>; withdraw(): void };
  /** False when no task waits for this token. */
  settle(token: string, settlement: { output: unknown } | { error: Error }): boolean;
};

export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, PromiseWithResolvers<unknown>>();
  return {
    issue: () => {
      const token = randomBytes(48).toString('base64');
      const outcome = Promise.withResolvers<unknown>();
      waiting.set(token, outcome);
      return { token, outcome: outcome.promise, withdraw: () => void waiting.delete(token) };
    },
    settle: (token, settlement) => {
      const outcome = waiting.get(token);
      waiting.delete(token);
      if ('error' in settlement) outcome?.reject(settlement.error);
      else outcome?.resolve(settlement.output);
      return outcome !== undefined;
    },
  };
}
