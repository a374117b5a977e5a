import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A stack of an assembly, and what `cdk diff` says of it; `changed` when it differs from what is deployed. */
type StackDiff = { stack: string; changed: boolean; text: string };

/** `cdk diff` ended without an answer: it could not sign in, read the stack, or start. */
export class DiffError extends Error {
  override readonly name = 'DiffError';
}

/** The stacks of a cloud assembly, each after those that it needs. */
export function stacksOf(assembly: string): string[] {
  const { artifacts }: Manifest = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));
  const isStack = (id: string) => artifacts[id]?.type === 'aws:cloudformation:stack';
  const ordered: string[] = [];
  const add = (id: string) => {
    if (!isStack(id) || ordered.includes(id)) return;
    artifacts[id]?.dependencies?.forEach(add);
    ordered.push(id);
  };
  Object.keys(artifacts).forEach(add);
  return ordered;
}

type Manifest = { artifacts: Record<string, { type: string; dependencies?: string[] } | undefined> };

/** Asks `cdk`, a program and its first arguments, what a deployment of one stack would change. Nothing is written. */
export function diffOf(cdk: readonly string[], assembly: string, stack: string): StackDiff {
  const [program = '', ...first] = cdk;
  const options = ['diff', stack, '--app', assembly, '--exclusively', '--method=template', '--no-color'];
  const run = spawnSync(program, [...first, ...options], { encoding: 'utf8' });
  const text = `${run.stdout}${run.stderr}`.trim();
  // With --fail it would end with 1 after a difference as after an error: the count tells them apart.
  const [, count] = /Number of stacks with differences: (\d+)/.exec(text) ?? [];
  if (run.error !== undefined || run.status !== 0 || count === undefined)
    throw new DiffError(`cdk diff ${stack} has no answer: ${run.error?.message ?? text}`, {
      cause: run.error,
    });
  return { stack, changed: count !== '0', text };
}

/** The summary of a run: the diff of each stack that changes, and the names of the others. */
export function diffSummary(diffs: readonly StackDiff[]): string {
  const changed = diffs.filter((diff) => diff.changed);
  const parts = changed.map(({ stack, text }) => `### ${stack}\n\n${fenced(text)}\n`);
  const same = diffs.filter((diff) => !diff.changed).map(({ stack }) => stack);
  return [
    `## Stacks that change: ${changed.length}\n`,
    ...parts,
    `Unchanged: ${same.join(', ') || 'none'}\n`,
  ].join('\n');
}

/** In a code block that no line of the text ends. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/**
 * `node tools/ci/src/deploy/changed-stacks.ts ASSEMBLY CDK…`: writes the diffs to the summary of the job and `stacks`,
 * the names of those that change with a space between, to its outputs.
 */
function main([assembly, ...cdk]: readonly string[], variables: NodeJS.ProcessEnv): void {
  if (assembly === undefined || cdk.length === 0)
    throw new Error('Give the folder of the assembly and the command of cdk.');
  const diffs = stacksOf(assembly).map((stack) => diffOf(cdk, assembly, stack));
  const summary = diffSummary(diffs);
  console.log(summary);
  const { GITHUB_STEP_SUMMARY, GITHUB_OUTPUT } = variables;
  if (GITHUB_STEP_SUMMARY !== undefined) appendFileSync(GITHUB_STEP_SUMMARY, summary);
  const changed = diffs.filter((diff) => diff.changed).map(({ stack }) => stack);
  if (GITHUB_OUTPUT !== undefined) appendFileSync(GITHUB_OUTPUT, `stacks=${changed.join(' ')}\n`);
}

if (import.meta.main) main(process.argv.slice(2), process.env);
