import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Tree, readJson } from '@nx/devkit';
import type { FormatConfig } from 'oxfmt';
import { GeneratorError } from './errors.ts';

/** What a template's `<%= name %>` and `__name__` stand for. */
type Substitutions = Readonly<Record<string, string>>;

/**
 * Writes the files of a folder of templates, at the same paths below the workspace. Throws `GeneratorError` when one is
 * there with other contents.
 */
export async function render(tree: Tree, folder: string, substitutions: Substitutions): Promise<void> {
  const templates = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const { parentPath, name } of templates) {
    const template = join(parentPath, name);
    const path = relative(folder, template)
      .replace(/\.template$/, '')
      .replaceAll(/__(\w+?)__/g, (_, key: string) => valueOf(substitutions, key, template));
    const text = readFileSync(template, 'utf8').replaceAll(/<%= (\w+) %>/g, (_, key: string) =>
      valueOf(substitutions, key, template),
    );
    const formatted = await formattedText(tree, path, text);
    if (tree.exists(path) && tree.read(path, 'utf8') !== formatted)
      throw new GeneratorError(
        `${path} is there already, with other contents: move it away, or choose another name`,
      );
    write(tree, path, formatted);
  }
}

function valueOf(substitutions: Substitutions, key: string, template: string): string {
  const value = substitutions[key];
  if (value === undefined) throw new GeneratorError(`${template} needs "${key}"`);
  return value;
}

/** Writes a file as oxfmt leaves it, unless it is so already. */
export async function writeFormatted(tree: Tree, path: string, text: string): Promise<void> {
  write(tree, path, await formattedText(tree, path, text));
}

function write(tree: Tree, path: string, text: string): void {
  if (tree.read(path, 'utf8') !== text) tree.write(path, text);
}

async function formattedText(tree: Tree, path: string, text: string): Promise<string> {
  const { format } = await import('oxfmt');
  const options = readJson<FormatConfig & { ignorePatterns?: string[] }>(tree, '.oxfmtrc.json');
  delete options.ignorePatterns;
  const { code, errors } = await format(path, text, options);
  if (errors.length > 0) throw new GeneratorError(`${path} would be no source: ${errors[0]?.message}`);
  return code;
}
