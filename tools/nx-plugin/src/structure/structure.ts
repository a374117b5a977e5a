import { circles } from './circles.ts';
import { largeFolders } from './large-folders.ts';
import type { Finding } from './module.ts';
import { readWorkspace } from './read-workspace.ts';
import { smallFiles } from './small-files.ts';
import { unusedExports } from './unused-exports.ts';

/** Everything that the structure check finds below `root`, in the order of its rules. */
export function findingsOf(root: string): Finding[] {
  const workspace = readWorkspace(root);
  const { modules } = workspace;
  return [...circles(modules), ...largeFolders(modules), ...smallFiles(modules), ...unusedExports(workspace)];
}
