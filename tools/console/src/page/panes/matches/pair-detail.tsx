import type { PairTimeline } from '../../../api/matches.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Loaded } from '../../parts/notice.tsx';
import { Detail } from '../../parts/split.tsx';
import { elapsed } from '../../parts/time.tsx';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

type Entry = PairTimeline['entries'][number];
type PairDetailProps = {
  a: string;
  b: string;
  /** On the clock of the stack. */
  time: number;
};

/** Two tickets at each step of the rules: what each rule measures, what it needs, and by how much it fails. */
export function PairDetail({ a, b, time }: PairDetailProps) {
  const t = texts();
  const found = useResource<PairTimeline>(apiPath(['matches', 'pairs', a, b])).value;
  const title = found.state === 'ready' ? t.pair(namesOf(found.value.a), namesOf(found.value.b)) : t.matrix;
  return (
    <Detail title={title}>
      <Loaded of={found}>
        {(pair) => (
          <>
            <p data-part="meets">
              <Meets pair={pair} time={time} />
            </p>
            {pair.entries.map((entry, index) => (
              <EntryView
                key={entry.at}
                pair={pair}
                entry={entry}
                time={time}
                until={pair.entries[index + 1]?.at}
              />
            ))}
            <p>
              <a href={hrefOf('matches', 'rules', pair.a.configuration)}>{t.rules}</a>
            </p>
          </>
        )}
      </Loaded>
    </Detail>
  );
}

function Meets({ pair: { meetsAt, entries }, time }: { pair: PairTimeline; time: number }) {
  const t = texts();
  if (meetsAt === undefined) return <Badge tone="bad">{t.neverLong}</Badge>;
  const { seconds } = entries.find(({ at }) => at === meetsAt) ?? { seconds: { a: 0, b: 0 } };
  const text = t.matchAt(Math.round(Math.min(seconds.a, seconds.b)));
  return meetsAt > time ? (
    <>
      <Badge tone="warn">{text}</Badge> {t.in(elapsed(meetsAt - time))}
    </>
  ) : (
    <Badge tone="good">{text}</Badge>
  );
}

const TONES: Readonly<Record<Entry['verdict'], Tone>> = { match: 'good', compatible: 'info', no: 'bad' };

type EntryViewProps = { pair: PairTimeline; entry: Entry; time: number; until: number | undefined };

function EntryView({ pair, entry, time, until = Infinity }: EntryViewProps) {
  const t = texts();
  const { at, seconds, verdict, rules, lines } = entry;
  const isNow = at <= time && time < until;
  const others = lines.filter((line) => rules.every(({ rule }) => !line.includes(rule)));
  return (
    <section class={isNow ? 'entry now' : 'entry'}>
      <h3>
        {t.waits(namesOf(pair.a), Math.round(seconds.a))}, {t.waits(namesOf(pair.b), Math.round(seconds.b))}{' '}
        <Badge tone={TONES[verdict]}>{t.verdicts[verdict]}</Badge>
        {isNow && <Badge tone="quiet">{t.now}</Badge>}
      </h3>
      {others.length > 0 && (
        <ul>
          {others.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {rules.length > 0 && (
        <div class="scroll-x" tabIndex={0} role="group" aria-label={t.ruleTable}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.rule}</th>
                <th scope="col">{t.measured}</th>
                <th scope="col">{t.needed}</th>
                <th scope="col">{t.failsBy}</th>
                <th scope="col">{t.passes}</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <tr key={rule.rule}>
                  <th scope="row">
                    {rule.rule}{' '}
                    {rule.holds === undefined ? null : (
                      <Badge tone={rule.holds ? 'good' : 'bad'}>{rule.holds ? t.holds : t.fails}</Badge>
                    )}
                  </th>
                  <td>{rule.measured}</td>
                  <td>{rule.judged}</td>
                  <td class="number">{rule.by === undefined ? '' : Math.round(rule.by * 1000) / 1000}</td>
                  <td>
                    {rule.passes === undefined ? t.never : t.atSeconds(rule.passes.seconds)}
                    {rule.passes?.steps.map((step) => (
                      <code key={step}> {step}</code>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function namesOf({ players }: PairTimeline['a']): string {
  return players.map(({ playerId }) => playerId).join(', ');
}
