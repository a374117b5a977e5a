import { writeFileSync } from 'node:fs';
import type { JestReport } from './jest-report.ts';

/** A reporter of Jest that writes what the executor reads. The file appears only when the run has come to its end. */
export default class ReportWriter {
  readonly #file: string;

  constructor(_: unknown, { file }: { file: string }) {
    this.#file = file;
  }

  onRunComplete(_: unknown, { testResults }: JestReport): void {
    const results = testResults.map(({ testFilePath, failureMessage, testResults: tests, perfStats }) => ({
      testFilePath,
      failureMessage: failureMessage ?? null,
      testResults: tests.map(() => ({})),
      perfStats: { runtime: perfStats.runtime },
    }));
    writeFileSync(this.#file, JSON.stringify({ testResults: results } satisfies JestReport));
  }
}
