import type { Catcher, Choice } from './definition.ts';
import type { Scope } from './path/scope.ts';
import type { Exit } from './visit.ts';

/** What a state does with its data, in either query language. */
export type Flow = {
  /** What the state works on: behind InputPath. */
  input(): Promise<unknown>;
  /** What goes to its task or branches: behind Parameters or Arguments. */
  parameters(): Promise<unknown>;
  /** A field that the definition gives as a value, a path or an expression. */
  field(name: string): Promise<unknown>;
  exit(result: unknown): Promise<Exit>;
  caught(catcher: Catcher, errorOutput: object): Promise<Exit>;
  chosen(rule: Choice | undefined, next: string): Promise<Exit>;
  /** What the paths of Choice rules are read against. */
  scope(): Scope;
  /** An ItemSelector for one item. */
  fill(template: unknown, of: unknown, item: object): Promise<unknown>;
};
