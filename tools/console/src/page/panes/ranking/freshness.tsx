import type { RankingState } from '../../../api/ranking.ts';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

type FreshnessProps = { figures: RankingState['freshness'] };

/** How long the last results took from their sending until their ranks could be read. */
export function Freshness({ figures }: FreshnessProps) {
  const t = texts();
  const [last] = figures;
  const sorted = figures.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const [median = 0, slowest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return (
    <dl class="freshness" title={t.freshnessMeans}>
      <dt>{t.freshness}</dt>
      <dd data-part="freshness">{last && <a href={hrefOf('traces', last.trace)}>{t.ms(last.ms)}</a>}</dd>
      <dt>{t.median}</dt>
      <dd>{t.ms(median)}</dd>
      <dt>{t.slowest}</dt>
      <dd>{t.ms(slowest)}</dd>
      <dd>
        <Sparkline values={figures.map(({ ms }) => ms).toReversed()} most={slowest} />
      </dd>
    </dl>
  );
}

const [WIDTH, HEIGHT] = [120, 24];

function Sparkline({ values, most }: { values: readonly number[]; most: number }) {
  const points = values.map((value, index) => {
    const x = values.length === 1 ? WIDTH : (index / (values.length - 1)) * WIDTH;
    return `${x.toFixed(1)},${(HEIGHT - (value / Math.max(most, 1)) * HEIGHT).toFixed(1)}`;
  });
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  );
}
