/** Something changed that a page may show; `kind` says what, such as `trace`. */
export type Change = { id: number; kind: string; data: object };

/** Tells what changes while the stack runs, and the last changes again to one who comes back. */
export type Changes = {
  tell(kind: string, data: object): void;
  /** Is told every change from now on, and first those after `lastId` that are still known. Answers how to stop it. */
  listen(listener: (change: Change) => void, lastId?: number): () => void;
  /** Whether anything listens. */
  isHeard(): boolean;
};

/** Changes that one who comes back may have missed. */
const KEPT = 1_000;

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  const kept: Change[] = [];
  let id = 0;
  return {
    isHeard: () => listeners.size > 0,
    tell: (kind, data) => {
      id += 1;
      const change = { id, kind, data };
      kept.push(change);
      if (kept.length > KEPT) kept.shift();
      for (const listener of listeners) listener(change);
    },
    listen: (listener, lastId) => {
      // An id that is ahead is of an earlier stack.
      const missed = lastId === undefined || lastId > id ? [] : kept.filter((each) => each.id > lastId);
      missed.forEach(listener);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
