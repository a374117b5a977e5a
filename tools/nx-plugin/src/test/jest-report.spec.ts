import { expect, it } from '@jest/globals';
import { projectReport } from './jest-report.ts';

const file = (testFilePath: string, failureMessage: string | null) => ({
  testFilePath,
  failureMessage,
  testResults: [{}, {}],
  perfStats: { runtime: 1234 },
});
const report = {
  testResults: [
    file('/w/libs/a/src/two.spec.ts', null),
    file('/w/libs/a/src/one.spec.ts', 'expected 1, received 2'),
    file('/w/libs/ab/src/three.spec.ts', null),
  ],
};

it('fails a project with a failed file and keeps what Jest says about it', () => {
  expect(projectReport(report, '/w/libs/a')).toEqual({
    success: false,
    terminalOutput: [
      'FAIL src/one.spec.ts (2 tests, 1.2 s)',
      'expected 1, received 2',
      'PASS src/two.spec.ts (2 tests, 1.2 s)',
    ].join('\n'),
  });
});

it('passes a project whose files passed, whatever those of a project with a shorter name did', () => {
  expect(projectReport(report, '/w/libs/ab')).toEqual({
    success: true,
    terminalOutput: 'PASS src/three.spec.ts (2 tests, 1.2 s)',
  });
});

it('fails a project without a spec', () => {
  expect(projectReport(report, '/w/libs/c')).toEqual({
    success: false,
    terminalOutput: '/w/libs/c has no spec to run',
  });
});
