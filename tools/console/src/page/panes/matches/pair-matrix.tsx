import type { Pair, Pairs } from '../../../api/matches.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

type PairMatrixProps = {
  configuration: string;
  /** On the clock of the stack. */
  time: number;
  isOnly: boolean;
};

/** For each two tickets that wait, when they may be in one match; a cell opens with the reasons. */
export function PairMatrix({ configuration, time, isOnly }: PairMatrixProps) {
  const t = texts();
  const found = useResource<Pairs>(apiPath(['matches', configuration, 'pairs']), ['match', 'clock']).value;
  if (found.state !== 'ready' || found.value.tickets.length < 2) return null;
  const { tickets, pairs, waiting } = found.value;
  const pairOf = new Map(
    pairs.flatMap((pair) => [[`${pair.a} ${pair.b}`, pair] as const, [`${pair.b} ${pair.a}`, pair] as const]),
  );
  const title = isOnly ? t.matrix : `${t.matrix}: ${configuration}`;
  return (
    <section class="matrix" aria-label={title}>
      <h2>
        {title} {waiting > tickets.length && <span class="ago">{t.oldest(tickets.length, waiting)}</span>}
      </h2>
      <div class="scroll" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              <td />
              {tickets.map(({ ticketId, players }) => (
                <th key={ticketId} scope="col" title={ticketId}>
                  {players.join(', ')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tickets.map(({ ticketId, players }) => (
              <tr key={ticketId}>
                <th scope="row" title={ticketId}>
                  {players.join(', ')}
                </th>
                {tickets.map(({ ticketId: other }) => {
                  const pair = pairOf.get(`${ticketId} ${other}`);
                  return <td key={other}>{pair ? <PairCell pair={pair} time={time} /> : '·'}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PairCell({ pair, time }: { pair: Pair; time: number }) {
  const t = texts();
  const { a, b, meets } = pair;
  const [tone, word] = meets === undefined ? (['bad', t.never] as const) : wordOf(meets, time);
  return (
    <a class={`badge ${tone}`} href={hrefOf('matches', 'pair', a, b)}>
      {word}
    </a>
  );
}

function wordOf({ at, seconds, verdict }: NonNullable<Pair['meets']>, time: number) {
  const t = texts();
  if (at > time) return ['warn', t.matchAt(Math.round(seconds))] as const;
  return verdict === 'match'
    ? (['good', t.verdicts.match] as const)
    : (['info', t.verdicts.compatible] as const);
}
