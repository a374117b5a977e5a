/** What is read of the results that Jest gives a reporter when a run ends. https://jestjs.io/docs/configuration#custom-reporters */
export type JestReport = {
  testResults: readonly {
    testFilePath: string;
    failureMessage?: string | null;
    testResults: readonly object[];
    perfStats: { runtime: number };
  }[];
};

/** What Nx keeps of a project's run: a line per spec file, and below a failed one what Jest says about it. */
export function projectReport({ testResults }: JestReport, folder: string) {
  const own = testResults.filter(({ testFilePath }) => testFilePath.startsWith(`${folder}/`));
  const isPassed = ({ failureMessage }: JestReport['testResults'][number]) =>
    (failureMessage ?? null) === null;
  const files = own.map((file) => {
    const name = file.testFilePath.slice(folder.length + 1);
    const seconds = (file.perfStats.runtime / 1000).toFixed(1);
    const line = `${isPassed(file) ? 'PASS' : 'FAIL'} ${name} (${file.testResults.length} tests, ${seconds} s)`;
    return isPassed(file) ? line : `${line}\n${file.failureMessage}`;
  });
  return {
    success: own.length > 0 && own.every(isPassed),
    terminalOutput: own.length > 0 ? files.toSorted().join('\n') : `${folder} has no spec to run`,
  };
}
