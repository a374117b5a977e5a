import { expect, it } from '@jest/globals';
import { unformatted } from './check-executor.ts';

const LIST = 'README.md\nlibs/a/src/one.ts\ndocs/security.md\ndocs/tour/README.md\nlibs/ab/README.md\n';
const projects = ['.', 'libs/a', 'libs/ab', 'libs/b', 'docs/tour'];

it.each([
  ['.', ['README.md', 'docs/security.md']],
  ['libs/a', ['libs/a/src/one.ts']],
  ['docs/tour', ['docs/tour/README.md']],
])('gives %s the files that lie in no other project', (project, files) => {
  expect(unformatted(LIST, project, projects)).toEqual({
    success: false,
    terminalOutput: files.map((file) => `${file} is not formatted: npm run format`).join('\n'),
  });
});

it('passes a project of which no file is listed', () => {
  expect(unformatted(LIST, 'libs/b', projects)).toEqual({ success: true, terminalOutput: '' });
});
