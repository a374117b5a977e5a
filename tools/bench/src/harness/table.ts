import type { Measurement, Race } from './benchmark.ts';
import { boundText, type Verdict } from './bound.ts';
import { median, pairedRatio, quantile } from './median.ts';

/** The races of a measurement and its figures, each bound with its verdict, as text for a terminal. */
export function measurementTable({ races, figures }: Measurement, verdicts: readonly Verdict[]): string {
  return [...races.map(raceTable), alignColumns(figureRows(figures, verdicts))].join('\n\n');
}

/** One line per contender: median, tenth to ninetieth percentile, samples, and the ratio to the first contender. */
export function raceTable({ title, unit, samples }: Race): string {
  const [reference = []] = Object.values(samples);
  const rows = Object.entries(samples).map(([name, taken]) => [
    name,
    rounded(median(taken)),
    `${rounded(quantile(taken, 0.1))} to ${rounded(quantile(taken, 0.9))}`,
    String(taken.length),
    rounded(pairedRatio(taken, reference)),
  ]);
  return alignColumns([[title, `median ${unit}`, '10 to 90 %', 'n', 'ratio'], ...rows]);
}

function figureRows(figures: Measurement['figures'], verdicts: readonly Verdict[]): string[][] {
  const judged = new Map(verdicts.map((verdict) => [verdict.bound.figure, verdict]));
  const names = new Set([...Object.keys(figures), ...judged.keys()]);
  return [...names].map((name) => {
    const value = figures[name];
    return [name, value === undefined ? 'not measured' : rounded(value), verdictText(judged.get(name))];
  });
}

function verdictText(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '';
  return `${verdict.kept ? '✔' : '✘'} ${boundText(verdict.bound)}`;
}

/** Three significant digits, whole numbers from 1000 on. */
export function rounded(value: number): string {
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
