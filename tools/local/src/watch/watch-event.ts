/** What the watch of the sources has done or found. */
export type WatchEvent =
  /** The functions run new code from now on. `ms`: since the first of the changes. */
  | { kind: 'replaced'; functions: readonly string[]; ms: number }
  /** The sources do not build; the functions run the code that they ran. `text` is all that the tools said. */
  | { kind: 'failed'; functions: readonly string[]; text: string }
  /** The stack itself would be another, which takes a restart; `changed` says what. */
  | { kind: 'restart'; changed: string }
  /** Some sources cannot be watched. */
  | { kind: 'unwatched'; text: string };
