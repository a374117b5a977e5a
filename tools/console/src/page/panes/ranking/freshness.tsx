import type { RankingState } from '../../../api/ranking.ts';
import { Sparkline } from '../../parts/sparkline.tsx';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

type FreshnessProps = { figures: NonNullable<RankingState['freshness']> };

/** The metric `RankFreshness`: how long results took from their sending until their ranks could be read. */
export function Freshness({ figures: { results, p50, p90, max, minutes } }: FreshnessProps) {
  const t = texts();
  const shown = [
    [t.median, p50],
    [t.ninety, p90],
    [t.slowest, max],
  ] as const;
  return (
    <dl class="freshness" title={t.freshnessMeans}>
      <dt>{t.freshness}</dt>
      <dd data-part="freshness">
        <a href={`${hrefOf('metrics')}?q=RankFreshness`}>{t.results(results)}</a>
      </dd>
      {shown.map(
        ([label, ms]) =>
          ms !== undefined && (
            <>
              <dt>{label}</dt>
              <dd data-part={label}>{t.ms(ms)}</dd>
            </>
          ),
      )}
      <dd>
        <Sparkline label={t.freshnessMeans} values={minutes.map((minute) => minute.p90 ?? minute.max)} />
      </dd>
    </dl>
  );
}
