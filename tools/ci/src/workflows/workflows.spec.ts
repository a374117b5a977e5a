import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { needsOf } from './commands.ts';
import { jobs, ROOT, scripts, steps, targetNames, textOf, workflows } from './read-workflows.fixture.ts';

/** An action of another repository: its name, the commit in full, the version as a comment. */
const PINNED = /^[\w.-]+\/[\w.-]+(\/[\w./-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** Text of these events is written by anybody. */
const UNTRUSTED = ['pull_request_target', 'issue_comment', 'issues', 'discussion', 'discussion_comment'];

const runs = steps.flatMap(({ title, step: { run } }) => (run === undefined ? [] : [{ title, run }]));

describe('each workflow', () => {
  it('is read, with jobs and steps', () => {
    expect(workflows.map(({ file }) => file)).toEqual(
      ['ci', 'deploy', 'nightly', 'release', 'zip-comment'].map((name) => `.github/workflows/${name}.yml`),
    );
    expect(jobs.length).toBeGreaterThan(9);
    expect(steps.length).toBeGreaterThan(30);
  });

  it.each(workflows)('$file has no permission by itself, and runs once at a time', (workflow) => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency?.group).not.toBe('');
  });

  it.each(jobs)('$title says its permissions, and how long it may take', (job) => {
    expect(job.permissions).toBeDefined();
    if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
  });

  it.each(['ci', 'deploy', 'nightly', 'release', 'zip-comment'])(
    '%s.yml pins every action by its commit',
    (name) => {
      expectPinned(textOf(`.github/workflows/${name}.yml`));
    },
  );

  it('the action that sets a job up pins what it uses', () => {
    expectPinned(textOf('.github/actions/setup/action.yml'));
  });
});

function expectPinned(text: string): void {
  const used = [...text.matchAll(/^[ -]*uses: (.+)$/gm)].map(([, each = '']) => each);
  const others = used.filter((each) => !each.startsWith('./'));
  expect(others.filter((each) => !PINNED.test(each))).toEqual([]);
  expect(used.filter((each) => each.startsWith('./') && !existsSync(join(ROOT, each)))).toEqual([]);
  expect(used.length).toBeGreaterThan(1);
}

describe('a step', () => {
  it.each(runs)('$title runs what exists: $run', async ({ run }) => {
    const { scripts: named, targets, files } = needsOf(run);
    const known = await targetNames();
    expect(named.filter((name) => !scripts.has(name))).toEqual([]);
    expect(targets.filter((name) => !known.has(name))).toEqual([]);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    for (const file of files.filter((each) => each.startsWith('.ci/')))
      accessSync(join(ROOT, file), constants.X_OK);
  });

  it('takes values from its environment: an expression in a script would become a part of it', () => {
    expect(runs.filter(({ run }) => run.includes('${{'))).toEqual([]);
  });

  it('does not leave the token of the checkout to later steps', () => {
    const checkouts = steps.filter(({ step: { uses } }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(7);
    expect(checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });
});

describe('rights', () => {
  const rightsOf = (right: string) =>
    jobs.filter(({ permissions }) => permissions?.[right] === 'write').map(({ title }) => title);

  it('to write are those of the comment, the announcement, and what signs in by OpenID Connect', () => {
    const all = [...new Set(jobs.flatMap(({ permissions }) => Object.keys(permissions ?? {})))];
    expect(
      Object.fromEntries(
        all.map((right) => [right, rightsOf(right)] as const).filter(([, titles]) => titles.length > 0),
      ),
    ).toEqual({
      'pull-requests': ['.github/workflows/zip-comment.yml comment'],
      contents: ['.github/workflows/release.yml announce'],
      'id-token': [
        '.github/workflows/ci.yml deploy',
        '.github/workflows/deploy.yml diff',
        '.github/workflows/deploy.yml deploy',
        '.github/workflows/release.yml publish',
      ],
    });
  });

  it('and secrets are given to no workflow that a pull request starts', () => {
    for (const { file, on } of workflows) {
      expect({ file, events: Object.keys(on).filter((event) => UNTRUSTED.includes(event)) }).toEqual({
        file,
        events: [],
      });
      expect(textOf(file)).not.toContain('secrets.');
    }
  });

  it('the workflow of the comment runs the code of main alone', () => {
    const [comment] = workflows.filter(({ file }) => file.endsWith('zip-comment.yml'));
    const checkout = comment?.jobs['comment']?.steps.find(({ uses }) =>
      uses?.startsWith('actions/checkout@'),
    );
    expect(checkout?.with).toEqual({ 'persist-credentials': false });
    expect(textOf('.github/workflows/zip-comment.yml')).not.toMatch(/npm (ci|install|test|run)|npx/);
  });
});

describe('the main test job', () => {
  it('is the whole check of a fresh clone', () => {
    const test = jobs.find(({ title }) => title === '.github/workflows/ci.yml test');
    expect(test?.steps.map(({ run }) => run).filter((run) => run !== undefined)).toEqual([
      '.ci/run',
      'npm run demo',
    ]);
  });

  it('is one of those that the last check waits for', () => {
    const done = workflows.find(({ file }) => file.endsWith('/ci.yml'))?.jobs['done'];
    const names = Object.keys(workflows.find(({ file }) => file.endsWith('/ci.yml'))?.jobs ?? {});
    expect(done?.['needs']).toEqual(names.filter((name) => name !== 'done' && name !== 'deploy'));
  });
});
