import type { Verdict } from '../../../api/denied.ts';
import { Badge } from '../../parts/badge.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { texts } from './texts.ts';

/** Why something is denied, and the statement of a policy that would allow it, to copy. */
export function VerdictView({ verdict }: { verdict: Verdict }) {
  const t = texts();
  const { reason, missing, denying, similar } = verdict;
  return (
    <>
      <p>
        <Badge tone="bad">{t.denied}</Badge> {t.reasons[reason]}
      </p>
      {missing && <TextView label={t.missing} text={JSON.stringify(missing)} />}
      {denying.length > 0 && <TextView label={t.denying} text={JSON.stringify(denying)} />}
      {similar.length > 0 && <TextView label={t.similar} text={JSON.stringify(similar)} />}
    </>
  );
}
