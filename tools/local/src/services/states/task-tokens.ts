/** Tasks that wait for somebody to say how they ended, by their token. */
export type TaskTokens = {
  /** The outcome that somebody will report for the token. */
  expect(token: string, onHeartbeat: () => void): Promise<unknown>;
  withdraw(token: string): void;
  /** False when no task waits for this token. */
  settle(token: string, settlement: { output: unknown } | { error: Error }): boolean;
  /** False when no task waits for this token. */
  beat(token: string): boolean;
};

/** The same tokens, and how many of those that were expected here are still waited for. */
export function countWaiting(tokens: TaskTokens): TaskTokens & { waiting(): number } {
  let count = 0;
  return {
    ...tokens,
    expect: (token, onHeartbeat) => {
      count += 1;
      const outcome = tokens.expect(token, onHeartbeat).finally(() => (count -= 1));
      outcome.catch(() => undefined);
      return outcome;
    },
    waiting: () => count,
  };
}

type Waiting = PromiseWithResolvers<unknown> & { onHeartbeat(): void };

export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, Waiting>();
  return {
    expect: (token, onHeartbeat) => {
      const outcome = Promise.withResolvers<unknown>();
      // The function that takes the token may fail first.
      outcome.promise.catch(() => undefined);
      waiting.set(token, { ...outcome, onHeartbeat });
      return outcome.promise;
    },
    withdraw: (token) => void waiting.delete(token),
    settle: (token, settlement) => {
      const outcome = waiting.get(token);
      waiting.delete(token);
      if ('error' in settlement) outcome?.reject(settlement.error);
      else outcome?.resolve(settlement.output);
      return outcome !== undefined;
    },
    beat: (token) => {
      const outcome = waiting.get(token);
      outcome?.onHeartbeat();
      return outcome !== undefined;
    },
  };
}
