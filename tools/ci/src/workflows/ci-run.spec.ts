import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { textOf } from './read-workflows.fixture.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
  for (const name of ['.ci', 'bin']) mkdirSync(join(folder, name));
  writeProgram('.ci/run', textOf('.ci/run'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeProgram(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
  chmodSync(join(folder, path), 0o755);
}

/** Runs the script where each `npm …` is the line of a shell that is given for it. */
function run(commands: { ci: string; test: string }) {
  const cases = Object.entries(commands).map(([name, line]) => `${name}) ${line} ;;`);
  const script = ['#!/bin/sh', 'echo "npm $*" >> commands', 'case "$1" in', ...cases, 'esac'];
  writeProgram('bin/npm', script.join('\n'));
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  const { status, stdout } = spawnSync(join(folder, '.ci/run'), { env, encoding: 'utf8' });
  const ran = readFileSync(join(folder, 'commands'), 'utf8').trim().split('\n');
  return { status, stdout, ran };
}

describe('the whole check', () => {
  it('installs, runs the test command of the README, and passes with it', () => {
    const { status, stdout, ran } = run({ ci: 'true', test: 'echo " PASS  a.spec.ts"' });
    expect(ran).toEqual(['npm ci --no-audit --no-fund', 'npm test']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: ' PASS  a.spec.ts\n' });
  });

  it('fails when the install does, without a test', () => {
    const { status, ran } = run({ ci: 'exit 7', test: 'true' });
    expect({ status, ran }).toEqual({ status: 7, ran: ['npm ci --no-audit --no-fund'] });
  });

  it('fails with the tests, and tells at its end which failed and why', () => {
    const lines = [' FAIL  b.spec.ts', '  expected 1', ' PASS  c.spec.ts', 'failed'];
    const { status, stdout } = run({ ci: 'true', test: `printf '${lines.join(String.raw`\n`)}\\n'; exit 3` });
    expect(status).toBe(1);
    expect(stdout).toBe([...lines, 'What failed:', ...lines.slice(0, 2), ''].join('\n'));
  });

  it('fails when a program ends the tests without a word', () => {
    expect(run({ ci: 'true', test: 'kill -9 $$' }).status).toBe(1);
  });
});
