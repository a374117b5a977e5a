/** One TypeScript file of the workspace, as far as its structure goes. Paths are from the workspace's root, with slashes. */
export type Module = {
  path: string;
  lines: number;
  imports: readonly Import[];
  exports: readonly Export[];
  /** Files whose path stands in a string: workers, child processes, replaced modules. */
  namedFiles: readonly string[];
};

export type Import = {
  /** The file that is imported; only files of the workspace are listed. */
  path: string;
  /** The imported names, or `all` where the names cannot be read: a namespace or a dynamic import. */
  names: readonly string[] | 'all';
  /** `export … from`: the names leave this file again. */
  passedOn: boolean;
};

export type Export = {
  name: string;
  line: number;
  kind: 'type' | 'class' | 'value';
  /** Every name in the declaration, without the bodies of functions, and in its doc comment. */
  mentions: ReadonlySet<string>;
  /** Where a re-export comes from. */
  from?: { path: string; name: string };
};

/** What the check says of one file or folder. */
export type Finding = { path: string; line?: number; problem: string };

/** Files of tests: their size, number and exports are free, but what they import is used. */
export function isTestFile(path: string): boolean {
  return /\.(spec|fixture)\.tsx?$/.test(path);
}
