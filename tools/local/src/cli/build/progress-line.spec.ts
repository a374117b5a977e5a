import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** What a build of two tasks shows, on a terminal or not. */
function shown(isTerminal: boolean): string {
  const script = `
    import { progressLine } from ${JSON.stringify(new URL('progress-line.ts', import.meta.url).href)};
    const line = progressLine(${isTerminal});
    line.show({ total: 2, done: 1, project: 'game-sqs-process' });
    line.show({ total: 2, done: 2, project: '@hanok/cloud' });
    line.end();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout;
}

it('is a line at the beginning and one at the end where there is no terminal', () => {
  expect(shown(false)).toMatch(
    /^Building functions and templates …\nBuilt functions and templates in \d+\.\d s \(2 tasks\)\n$/,
  );
});

it('is one line on a terminal, which is rewritten', () => {
  const steps = shown(true).split('\r\u001b[K');
  expect(steps).toEqual([
    '',
    'Building functions and templates (0 s)',
    'Building functions and templates: 1 of 2, game-sqs-process (0 s)',
    'Building functions and templates: 2 of 2, @hanok/cloud (0 s)',
    expect.stringMatching(/^Built functions and templates in \d\.\d s \(2 tasks\)\n$/),
  ]);
});
