import { expect, it } from '@jest/globals';
import { projectFindings } from './lint.ts';

const report = [
  { filePath: '/w/libs/a/src/clean.ts', messages: [] },
  {
    filePath: '/w/libs/a/src/one.ts',
    messages: [
      { line: 3, column: 4, severity: 2, message: 'No.', ruleId: 'no-var' },
      { severity: 1, message: 'File ignored.', ruleId: null },
    ],
  },
  { filePath: '/w/libs/ab/src/two.ts', messages: [] },
];

it('lists errors and warnings of a project and fails it for either', () => {
  expect(projectFindings(report, '/w', 'libs/a')).toEqual({
    success: false,
    terminalOutput: [
      'libs/a/src/one.ts:3:4 error No. no-var',
      'libs/a/src/one.ts:1:1 warning File ignored.',
    ].join('\n'),
  });
});

it('passes a project without findings, whatever a project of a longer name has', () => {
  expect(projectFindings(report, '/w', 'libs/ab')).toEqual({ success: true, terminalOutput: '' });
});
