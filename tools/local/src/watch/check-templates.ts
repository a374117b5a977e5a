import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** The program that writes the templates, from the workspace's root. */
export const CLOUD_APP = 'tools/cloud/src/app.ts';

type Checked = { changed: string[] } | { failure: string };

/**
 * Writes the templates anew, elsewhere, and answers the names of the stacks that are not as in `assembly`; or all that
 * the program said when it failed. The code of functions does not count.
 */
export async function checkTemplates(
  workspace: string,
  assembly: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Checked> {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-templates-'));
  try {
    const args = ['--conditions=@hanok/source', join(workspace, CLOUD_APP), folder];
    const { code, output } = await runTool(args, { cwd: workspace, signal });
    if (code !== 0) return { failure: output.trim() };
    const now = readTemplates(folder);
    const names = new Set([...assembly.keys(), ...now.keys()]);
    return { changed: [...names].filter((name) => assembly.get(name) !== now.get(name)).toSorted() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const TEMPLATE = /\.template\.json$/;
const ASSET = /\b[0-9a-f]{64}\b/g;

/** The templates of a cloud assembly by the name of their stack, without the hashes of their assets. */
export function readTemplates(assembly: string): Map<string, string> {
  const files = readdirSync(assembly).filter((name) => TEMPLATE.test(name));
  return new Map(
    files.map((name) => [
      name.replace(TEMPLATE, ''),
      readFileSync(join(assembly, name), 'utf8').replace(ASSET, 'asset'),
    ]),
  );
}
