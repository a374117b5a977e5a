import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';

const template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.json().optional() })),
});
type Template = z.infer<typeof template>;
type Resource = Template['Resources'][string];

/** A copy of the cloud assembly whose Gomoku template is changed; it goes with `remove`. */
export function copyAssembly(
  change: (resources: Template['Resources'], copy: AssemblyCopy) => void,
): AssemblyCopy {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-assembly-'));
  cpSync(assemblyFolder, folder, { recursive: true });
  const file = join(folder, 'Gomoku.template.json');
  const changed = template.parse(JSON.parse(readFileSync(file, 'utf8')));
  const copy = { folder, remove: () => rmSync(folder, { recursive: true }) };
  change(changed.Resources, copy);
  writeFileSync(file, JSON.stringify(changed));
  return copy;
}

export type AssemblyCopy = { folder: string; remove(): void };

/** The one resource of the type whose properties hold the text. */
export function resourceWith(
  resources: Template['Resources'],
  type: string,
  text: string,
): [string, Resource] {
  const found = Object.entries(resources).filter(
    ([, { Type, Properties }]) => Type === type && JSON.stringify(Properties).includes(text),
  );
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new Error(`${found.length} of ${type} hold ${text}`);
  return only;
}

const code = z.looseObject({ Code: z.looseObject({ S3Key: z.string() }) });

/** Puts other code, a CommonJS module, into the zip of a function. */
export function replaceCode(
  copy: AssemblyCopy,
  [, { Properties }]: [string, Resource],
  source: string,
): void {
  const { S3Key } = code.parse(Properties).Code;
  writeFileSync(join(copy.folder, `asset.${S3Key}`), zipSync({ 'main.js': strToU8(source) }));
}
