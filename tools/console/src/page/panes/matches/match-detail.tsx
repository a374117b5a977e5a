import type { ComponentChildren } from 'preact';
import type { MatchConfiguration, MatchState, MatchTicket } from '../../../api/matches.ts';
import { Badge } from '../../parts/badge.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Detail } from '../../parts/split.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { elapsed, timeOfDay } from '../../parts/time.tsx';
import { texts as pageTexts } from '../../i18n/texts.ts';
import { hrefOf } from '../../router/place.ts';
import { PairDetail } from './pair-detail.tsx';
import { texts } from './texts.ts';
import { TONES } from './ticket-columns.tsx';

type MatchDetailProps = { path: readonly string[]; state: MatchState; time: number };

/** What is open beside the tickets: a ticket, a pair of them, an event, or the rules. */
export function MatchDetail({ path: [kind, id = '', other = ''], state, time }: MatchDetailProps) {
  if (kind === 'pair') return <PairDetail a={id} b={other} time={time} />;
  const ticket = state.tickets.find(({ ticketId }) => ticketId === id);
  if (kind === 'ticket' && ticket) return <TicketDetail ticket={ticket} state={state} time={time} />;
  const rules = state.configurations.find(({ name }) => name === id);
  if (kind === 'rules' && rules) return <RulesDetail configuration={rules} />;
  const event = state.events.find((each) => String(each.id) === id);
  if (kind === 'event' && event)
    return (
      <Detail title={event.type}>
        <TextView label={texts().event} text={JSON.stringify(event.detail)} />
      </Detail>
    );
  return (
    <Detail title={id}>
      <Notice title={pageTexts().gone} />
    </Detail>
  );
}

function TicketDetail({ ticket, state, time }: { ticket: MatchTicket; state: MatchState; time: number }) {
  const t = texts();
  const { ticketId, configuration, status, startTime, endTime, reason, message, players } = ticket;
  const isWaiting = (each: MatchTicket) => each.status === 'QUEUED' || each.status === 'SEARCHING';
  const others = state.tickets.filter(
    (each) => each !== ticket && isWaiting(each) && each.configuration === configuration,
  );
  return (
    <Detail title={players.map(({ playerId }) => playerId).join(', ')}>
      <Facts
        of={[
          [t.ticket, <code>{ticketId}</code>],
          [t.configuration, configuration],
          [t.state, <Badge tone={TONES[status]}>{t.statuses[status]}</Badge>],
          [t.age, elapsed(Math.max(0, (endTime ?? time) - startTime))],
          [t.since, timeOfDay(new Date(startTime))],
          ...(reason === undefined ? [] : [[t.why, `${reason}: ${message ?? ''}`] as const]),
        ]}
      />
      <TextView label={t.players} text={JSON.stringify(players)} />
      {others.length > 0 && (
        <section>
          <h3>{t.compare}</h3>
          <ul>
            {others.slice(0, 50).map((each) => (
              <li key={each.ticketId}>
                <a href={hrefOf('matches', 'pair', ticketId, each.ticketId)}>
                  {each.players.map(({ playerId }) => playerId).join(', ')}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t.events}</h3>
        <ul>
          {state.events
            .filter(({ ticketIds }) => ticketIds.includes(ticketId))
            .map(({ id, time: at, type }) => (
              <li key={id}>
                {timeOfDay(new Date(at))} <a href={hrefOf('matches', 'event', String(id))}>{type}</a>
              </li>
            ))}
        </ul>
      </section>
    </Detail>
  );
}

function RulesDetail({ configuration }: { configuration: MatchConfiguration }) {
  const t = texts();
  const { name, ruleSetName, ruleSetBody, requestTimeoutSeconds, acceptanceRequired } = configuration;
  return (
    <Detail title={ruleSetName}>
      <Facts
        of={[
          [t.configuration, name],
          [t.timeout, t.seconds(requestTimeoutSeconds)],
          [t.acceptance, acceptanceRequired ? t.yes : t.no],
        ]}
      />
      <TextView label={t.rules} text={ruleSetBody} />
    </Detail>
  );
}

function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}
