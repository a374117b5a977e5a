import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { TemplateError } from './errors.ts';
import { type StackTemplate, template } from './template.ts';

const manifest = z.looseObject({
  artifacts: z.record(z.string(), z.looseObject({ type: z.string(), properties: z.json().optional() })),
});
const stackProperties = z.looseObject({ templateFile: z.string(), stackName: z.string().optional() });
const assetManifest = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string() }) })).default({}),
});

/**
 * Reads every stack of a cloud assembly, in the order of its manifest. `cloudAssembly`: its folder or its
 * `manifest.json`. Throws TemplateError naming the file, section or attribute that is not understood.
 */
export function loadStacks(cloudAssembly: string): StackTemplate[] {
  const folder = resolve(cloudAssembly.replace(/manifest\.json$/, ''));
  const { artifacts } = readJson(manifest, folder, 'manifest.json');
  return Object.entries(artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => loadStack(folder, id, parse(stackProperties, artifact.properties, id)));
}

function loadStack(folder: string, id: string, stack: z.infer<typeof stackProperties>): StackTemplate {
  const name = stack.stackName ?? id;
  return {
    name,
    template: parse(template, readJson(z.json(), folder, stack.templateFile), name),
    assets: loadAssets(folder, stack.templateFile.replace(/\.template\.json$/, '.assets.json')),
  };
}

function loadAssets(folder: string, file: string): Map<string, string> {
  const { files } = readJson(assetManifest, folder, file);
  return new Map(
    Object.entries(files).map(([hash, { source }]) => [hash, zipHere(join(folder, source.path))]),
  );
}

/** With native code the asset is for arm64; `asset.<hash>.<processor>.zip` beside it is for another, such as this one. */
function zipHere(asset: string): string {
  const other = asset.replace(/\.zip$/, `.${process.arch}.zip`);
  return existsSync(other) ? other : asset;
}

function readJson<T>(schema: z.ZodType<T>, folder: string, file: string): T {
  return parse(schema, JSON.parse(readText(join(folder, file))), file);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TemplateError(path, 'cannot be read', { cause });
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [where, ...(issue?.path ?? [])].join('.');
  if (issue?.code !== 'unrecognized_keys') throw new TemplateError(path, issue?.message ?? 'is invalid');
  throw new TemplateError(path, `"${issue.keys[0]}" is not supported by the local stack`);
}
