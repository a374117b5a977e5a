import type { PolicyStatement } from './policy-document.ts';

/** An action on a resource that a function asked for and was refused. */
export type DeniedAction = { action: string; resource: string; times: number };

/** How often each action of a statement was what allowed a call, by function. */
export type PermissionUse = {
  allowed(functionName: string, statement: PolicyStatement, pattern: string): void;
  denied(functionName: string, action: string, resource: string): void;
  timesOf(functionName: string, statement: PolicyStatement, pattern: string): number;
  deniedOf(functionName: string): DeniedAction[];
  onChange(listener: () => void): void;
  forget(): void;
  /** All of it as JSON, and back from an earlier run: a statement that has changed since begins at 0. */
  write(): Saved;
  read(saved: Saved): void;
};

type Saved = { allowed: Record<string, number>; denied: Record<string, number> };

/** Functions ask for few actions, but for as many resources as there are items of data. */
const MOST_DENIED = 1_000;
/** Statements are those of the templates: more than that are of earlier ones. */
const MOST_ALLOWED = 10_000;

export function createPermissionUse(): PermissionUse {
  const allowed = new Map<string, number>();
  const denied = new Map<string, number>();
  const listeners: (() => void)[] = [];
  const keys = new WeakMap<PolicyStatement, string>();

  function keyOf(functionName: string, statement: PolicyStatement, pattern: string): string {
    const text = keys.get(statement) ?? JSON.stringify(statement);
    keys.set(statement, text);
    return JSON.stringify([functionName, pattern, text]);
  }

  function count(counts: Map<string, number>, key: string, most: number): void {
    const times = counts.get(key);
    if (times === undefined && counts.size >= most) return;
    counts.set(key, (times ?? 0) + 1);
    for (const listener of listeners) listener();
  }

  return {
    allowed: (...use) => count(allowed, keyOf(...use), MOST_ALLOWED),
    denied: (...call) => count(denied, JSON.stringify(call), MOST_DENIED),
    timesOf: (...use) => allowed.get(keyOf(...use)) ?? 0,
    deniedOf: (functionName) =>
      [...denied].flatMap(([key, times]) => {
        const [name = '', action = '', resource = ''] = JSON.parse(key);
        return name === functionName ? [{ action, resource, times }] : [];
      }),
    onChange: (listener) => void listeners.push(listener),
    forget: () => {
      allowed.clear();
      denied.clear();
      for (const listener of listeners) listener();
    },
    write: () => ({ allowed: Object.fromEntries(allowed), denied: Object.fromEntries(denied) }),
    read: (saved) => {
      for (const [key, times] of Object.entries(saved.allowed).slice(-MOST_ALLOWED)) allowed.set(key, times);
      for (const [key, times] of Object.entries(saved.denied).slice(-MOST_DENIED)) denied.set(key, times);
    },
  };
}
