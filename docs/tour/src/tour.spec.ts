import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const folder = import.meta.dirname;
const programs = readdirSync(folder).filter((file) => /^\d\d-/.test(file));
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('the tour', () => {
  it.each(programs)('%s prints what stands beside it', async (program) => {
    const expected = [...textOf(program).matchAll(/^ *\/\/> (.*)$/gm)].map(([, line]) => line);
    const node = ['--conditions=@hanok/source', join(folder, program)];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, node);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toEqual(expected);
    expect(expected.length).toBeGreaterThan(2);
  });

  it('is listed in its README, in order', () => {
    const listed = [...textOf('../README.md').matchAll(/\(src\/(\d\d-[\w-]+\.ts)\)/g)].map(
      ([, file]) => file,
    );
    expect(listed).toEqual(programs);
  });
});
