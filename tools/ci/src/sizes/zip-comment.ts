import { readFileSync } from 'node:fs';
import type { BuiltZip, ZipChange } from './zip-report.ts';

/** By this line the workflow finds its comment again. */
const MARK = '<!-- zip-sizes -->';

/** The comment on a pull request: a row for each zip whose bytes differ, and a line about the rest. */
export function zipComment(report: readonly ZipChange[]): string {
  const changed = report.filter(({ base, head }) => base?.sha256 !== head?.sha256);
  const unchanged = report.length - changed.length;
  const rest = `${unchanged} of ${report.length} zips ${unchanged === 1 ? 'has' : 'have'} the same bytes as before.`;
  if (changed.length === 0) return `${MARK}\n### Zips\n\n${rest}\n`;
  const rows = changed.map(
    ({ zip, base, head }) => `| \`${zip}\` | ${size(base)} | ${size(head)} | ${change(base, head)} |`,
  );
  const table = ['| zip | base | head | change |', '| --- | ---: | ---: | ---: |', ...rows].join('\n');
  return `${MARK}\n### Zips\n\n${table}\n\n${rest} Bytes of all zips: ${total(report)}.\n`;
}

const number = new Intl.NumberFormat('en-US');
const size = (zip: BuiltZip | undefined) => (zip === undefined ? '' : number.format(zip.bytes));

function change(base: BuiltZip | undefined, head: BuiltZip | undefined): string {
  if (base === undefined) return 'new';
  if (head === undefined) return 'gone';
  if (base.bytes === head.bytes) return 'same length';
  const percent = ((head.bytes - base.bytes) / base.bytes) * 100;
  return `${signed(head.bytes - base.bytes)} (${percent.toFixed(1)} %)`;
}

const signed = (value: number) => (value > 0 ? `+${number.format(value)}` : number.format(value));

function total(report: readonly ZipChange[]): string {
  const sum = (side: 'base' | 'head') => report.reduce((all, each) => all + (each[side]?.bytes ?? 0), 0);
  return `${number.format(sum('head'))} (${signed(sum('head') - sum('base'))})`;
}

/** A report is not what `zip-report.ts` writes. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/**
 * Reads a report that a pull request of anybody made. Names and numbers become text of a comment that the repository
 * writes, so nothing but names of zips, whole numbers and digests is accepted.
 */
export function parseReport(json: string): ZipChange[] {
  const report: unknown = JSON.parse(json);
  if (!Array.isArray(report) || report.length > 1000)
    throw new ReportError('It is no list of at most 1000 zips.');
  return report.map((each: unknown) => {
    if (!isRecord(each)) throw new ReportError('A zip is no object.');
    const { zip, base, head } = each;
    if (typeof zip !== 'string' || !/^[A-Za-z0-9][\w-]{0,79}$/.test(zip))
      throw new ReportError(
        'The name of a zip has other characters than letters, digits, - and _, or more than 80.',
      );
    return {
      zip,
      ...(base !== undefined && { base: parseZip(base) }),
      ...(head !== undefined && { head: parseZip(head) }),
    };
  });
}

function parseZip(value: unknown): BuiltZip {
  if (!isRecord(value)) throw new ReportError('A build of a zip is no object.');
  const { bytes, sha256 } = value;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0)
    throw new ReportError('The length of a zip is no whole number.');
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new ReportError('The digest of a zip is not 64 hexadecimal digits.');
  return { bytes, sha256 };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `node tools/ci/src/sizes/zip-comment.ts REPORT`: prints the comment of a report. It runs with the code of `main`. */
function main([file]: readonly string[]): void {
  if (file === undefined) throw new Error('Give the file of the report.');
  process.stdout.write(zipComment(parseReport(readFileSync(file, 'utf8'))));
}

if (import.meta.main) main(process.argv.slice(2));
