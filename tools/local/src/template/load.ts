import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { TemplateError } from './errors.ts';
import { json, type StackTemplate, template } from './template.ts';

const manifest = z.looseObject({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      properties: json.optional(),
      dependencies: z.array(z.string()).default([]),
    }),
  ),
});
const stackProperties = z.looseObject({ templateFile: z.string(), stackName: z.string().optional() });
const stageProperties = z.looseObject({ directoryName: z.string() });
const assetManifest = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string() }) })).default({}),
});

/**
 * Reads every stack of a cloud assembly, those of its stages among them, each after those that it depends on.
 * `cloudAssembly`: its folder or its `manifest.json`. Throws TemplateError naming the file, section or attribute that is not understood.
 */
export function loadStacks(cloudAssembly: string): StackTemplate[] {
  const folder = resolve(cloudAssembly.replace(/manifest\.json$/, ''));
  const file = join(folder, 'manifest.json');
  if (!existsSync(file))
    throw new TemplateError(
      folder,
      'is no cloud assembly (no manifest.json). `npx cdk synth` makes one, cdk.out',
    );
  const { artifacts } = readJson(manifest, folder, 'manifest.json');
  return inOrder(artifacts).flatMap(([id, { type, properties }]) => {
    if (type === 'aws:cloudformation:stack')
      return loadStack(folder, id, parse(stackProperties, properties, id));
    if (type !== 'cdk:cloud-assembly') return [];
    return loadStacks(join(folder, parse(stageProperties, properties, id).directoryName));
  });
}

type Artifacts = z.infer<typeof manifest>['artifacts'];

/** The manifest's order, but that each artifact comes after its dependencies. */
function inOrder(artifacts: Artifacts): [string, Artifacts[string]][] {
  const ordered = new Map<string, Artifacts[string]>();
  const visited = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact === undefined || visited.has(id)) return;
    visited.add(id);
    artifact.dependencies.forEach(visit);
    ordered.set(id, artifact);
  };
  Object.keys(artifacts).forEach(visit);
  return [...ordered];
}

function loadStack(folder: string, id: string, stack: z.infer<typeof stackProperties>): StackTemplate {
  const name = stack.stackName ?? id;
  return {
    name,
    template: parse(template, readJson(json, folder, stack.templateFile), name),
    assets: loadAssets(folder, stack.templateFile.replace(/\.template\.json$/, '.assets.json')),
  };
}

function loadAssets(folder: string, file: string): Map<string, string> {
  const { files } = readJson(assetManifest, folder, file);
  return new Map(
    Object.entries(files).map(([hash, { source }]) => [hash, zipHere(resolve(folder, source.path))]),
  );
}

/** With native code the asset is for arm64; `asset.<hash>.<processor>.zip` beside it is for another, such as this one. */
function zipHere(asset: string): string {
  const other = asset.replace(/\.zip$/, `.${process.arch}.zip`);
  return existsSync(other) ? other : asset;
}

function readJson<T>(schema: z.ZodType<T>, folder: string, file: string): T {
  const text = readText(join(folder, file));
  try {
    return parse(schema, JSON.parse(text), file);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new TemplateError(join(folder, file), `is no JSON: ${cause.message}`, { cause });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TemplateError(path, 'cannot be read', { cause });
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  // Ten times in a start: compiled, a schema costs more than it spares.
  const parsed = schema.safeParse(value, { jitless: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [where, ...(issue?.path ?? [])].join('.');
  if (issue?.code !== 'unrecognized_keys') throw new TemplateError(path, issue?.message ?? 'is invalid');
  throw new TemplateError(path, `"${issue.keys[0]}" is not supported by the local stack`);
}
