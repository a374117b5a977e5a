import type { MetricSeries } from '../../../api/metrics.ts';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { hrefOf } from '../../router/place.ts';
import { figure } from './figure.ts';
import { texts } from './texts.ts';

/** The six metrics of Lambda. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const SIX = ['Invocations', 'Duration', 'Errors', 'Throttles', 'IteratorAge', 'DeadLetterErrors'] as const;
/** A value above zero is a failure. */
const FAILURES: readonly string[] = ['Errors', 'Throttles', 'DeadLetterErrors'];

type FunctionRow = { name: string; metrics: ReadonlyMap<string, MetricSeries> };

/** The six metrics of each function, side by side; a function leads to its logs. */
export function FunctionTable({ metrics }: { metrics: readonly MetricSeries[] }) {
  const byFunction = Map.groupBy(metrics, ({ dimensions }) => dimensions['FunctionName'] ?? '');
  const rows = [...byFunction].map(([name, own]) => ({
    name,
    metrics: new Map(own.map((metric) => [metric.name, metric])),
  }));
  if (rows.length === 0) return null;
  return (
    <div class="functions" style={{ '--rows': Math.min(rows.length, 8) }}>
      <Rows
        label={texts().functions}
        rows={rows}
        columns={columns()}
        keyOf={({ name }) => name}
        hrefOf={({ name }) => `${hrefOf('logs')}?function=${encodeURIComponent(name)}`}
      />
    </div>
  );
}

function columns(): readonly Column<FunctionRow>[] {
  return [
    { title: texts().functionName, width: 'minmax(136px, 1fr)', cell: ({ name }) => name },
    ...SIX.map((name) => ({
      title: name,
      width: 'minmax(112px, 1fr)',
      cell: ({ metrics }: FunctionRow) => <Cell metric={metrics.get(name)} />,
    })),
  ];
}

function Cell({ metric }: { metric: MetricSeries | undefined }) {
  if (metric === undefined) return null;
  const isBad = FAILURES.includes(metric.name) && metric.sum > 0;
  return (
    <span class={isBad ? 'metric bad' : 'metric'}>
      <Sparkline label={`${metric.name}: ${figure(metric)}`} values={metric.values} /> {figure(metric)}
    </span>
  );
}
