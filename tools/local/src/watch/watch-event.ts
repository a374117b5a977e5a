/** What the watch of the sources has done or found. */
export type WatchEvent =
  /** The functions run new code from now on. Since the first of the changes: `firstMs` for the first one, `ms` for all. */
  | { kind: 'replaced'; functions: readonly string[]; firstMs: number; ms: number }
  /** The sources do not build; the functions run the code that they ran. `text` is all that the tools said. */
  | { kind: 'failed'; functions: readonly string[]; text: string }
  /** The sources build again, and are what the functions run. */
  | { kind: 'mended'; functions: readonly string[] }
  /** Errors of types in what was built; none: they are gone. */
  | { kind: 'types'; problems: readonly string[] }
  /** The stack itself would be another, which takes a restart; `changed` says what. */
  | { kind: 'restart'; changed: string }
  /** Some sources cannot be watched. */
  | { kind: 'unwatched'; text: string };
