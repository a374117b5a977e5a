import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createNodesV2 } from '@hanok/nx-plugin';
import * as z from 'zod';

export const ROOT = join(import.meta.dirname, '../../../..');
export const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** It comes without types. */
const { safeLoad }: { safeLoad(text: string): unknown } = createRequire(import.meta.url)('js-yaml');
/** What a YAML file of the repository says. */
export const yamlOf = (file: string) => safeLoad(textOf(file));

const text = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const step = z.strictObject({
  ...{ id: z.string().optional(), name: z.string().optional(), if: z.string().optional() },
  ...{ uses: z.string().optional(), with: text.optional() },
  ...{ run: z.string().optional(), shell: z.string().optional(), env: text.optional() },
});
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const job = z.looseObject({
  permissions: permissions.optional(),
  'timeout-minutes': z.number().optional(),
  uses: z.string().optional(),
  steps: z.array(step).default([]),
});
const workflow = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: permissions.optional(),
  concurrency: z.object({ group: z.string() }).optional(),
  jobs: z.record(z.string(), job),
});
const action = z.object({ runs: z.object({ using: z.literal('composite'), steps: z.array(step) }) });

/** The workflows of the repository by the path of their files. */
export const workflows = globSync('.github/workflows/*', { cwd: ROOT })
  .toSorted()
  .map((file) => ({ file, ...workflow.parse(yamlOf(file)) }));
/** Its own actions, likewise. */
const actions = globSync('.github/actions/*/action.yml', { cwd: ROOT }).map((file) => ({
  file,
  ...action.parse(yamlOf(file)),
}));
export const jobs = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, each]) => ({ title: `${file} ${name}`, ...each })),
);
export const steps = [
  ...jobs.flatMap(({ title, steps }) => steps.map((each) => ({ title, step: each }))),
  ...actions.flatMap(({ file, runs }) => runs.steps.map((each) => ({ title: file, step: each }))),
];

const manifest = z.object({
  scripts: z.record(z.string(), z.string()).optional(),
  private: z.boolean().optional(),
  targets: z.record(z.string(), z.unknown()).optional(),
  nx: z.object({ targets: z.record(z.string(), z.unknown()).optional() }).optional(),
});
const readManifest = (file: string) => manifest.parse(JSON.parse(textOf(file)));

/** Names of the scripts of the root. */
export const scripts = new Set(Object.keys(readManifest('package.json').scripts ?? {}));

/** Names of every target that a project has: what the plugin infers, and what projects add. */
export async function targetNames(): Promise<Set<string>> {
  const files = globSync(['package.json', '{apps,docs,libs,tools}/*/{package,project}.json'], { cwd: ROOT });
  const context = { workspaceRoot: ROOT, nxJsonConfiguration: {}, configFiles: files };
  const inferred = await createNodesV2[1](
    files.filter((file) => !/^(apps|docs)\/.*package/.test(file)),
    undefined,
    context,
  );
  const ofPlugin = inferred.flatMap(([, { projects = {} }]) =>
    Object.values(projects).flatMap(({ targets = {} }) => Object.keys(targets)),
  );
  const own = files.flatMap((file) => {
    const { targets, nx } = readManifest(file);
    return [...Object.keys(targets ?? {}), ...Object.keys(nx?.targets ?? {})];
  });
  return new Set([...ofPlugin, ...own]);
}
