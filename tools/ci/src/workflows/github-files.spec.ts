import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ROOT, textOf, yamlOf } from './read-workflows.fixture.ts';

const update = z.object({
  'package-ecosystem': z.string(),
  directory: z.string().optional(),
  directories: z.array(z.string()).optional(),
  groups: z.record(z.string(), z.object({ patterns: z.array(z.string()) })),
});
const dependabot = z.object({ version: z.literal(2), updates: z.array(update) });
const { updates } = dependabot.parse(yamlOf('.github/dependabot.yml'));
const updateOf = (ecosystem: string) => updates.find((each) => each['package-ecosystem'] === ecosystem);

describe('Dependabot', () => {
  it('looks at every file that pins an action', () => {
    const own = globSync('.github/actions/*', { cwd: ROOT }).map((folder) => `/${folder}`);
    expect(updateOf('github-actions')?.directories).toEqual(['/', ...own]);
  });

  it('groups packages of npm that are used, so that one pull request moves them together', () => {
    const packages = Object.keys(JSON.parse(textOf('package-lock.json')).packages);
    const names = packages.map((path) => path.replace(/^.*node_modules\//, ''));
    const isUsed = (pattern: string) =>
      names.some((name) =>
        pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
      );
    const patterns = Object.values(updateOf('npm')?.groups ?? {}).flatMap((group) => group.patterns);
    expect(patterns.length).toBeGreaterThan(10);
    expect(patterns.filter((pattern) => !isUsed(pattern))).toEqual([]);
  });
});

describe('what GitHub shows', () => {
  it.each(globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: ROOT }))(
    '%s is a form, or says whether there are others',
    (file) => {
      const form = z.object({
        name: z.string(),
        description: z.string(),
        body: z
          .array(z.object({ type: z.enum(['markdown', 'textarea', 'input']), attributes: z.object({}) }))
          .min(1),
      });
      const config = z.strictObject({ blank_issues_enabled: z.boolean() });
      expect(z.union([form, config]).safeParse(yamlOf(file)).error).toBeUndefined();
    },
  );

  it('asks owners about files that exist', () => {
    const paths = [...textOf('.github/CODEOWNERS').matchAll(/^(\/\S+) +@/gm)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(3);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
