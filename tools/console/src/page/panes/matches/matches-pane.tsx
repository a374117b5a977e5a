import type { MatchState } from '../../../api/matches.ts';
import { stack } from '../../data/live.ts';
import { apiPath } from '../../data/request.ts';
import { useStackTime } from '../../data/stack-clock.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { Rows } from '../../parts/rows.tsx';
import { Split } from '../../parts/split.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { MatchDetail } from './match-detail.tsx';
import { PairMatrix } from './pair-matrix.tsx';
import { eventColumns, ticketColumns } from './ticket-columns.tsx';
import { texts } from './texts.ts';

const NOTHING: MatchState = { configurations: [], tickets: [], kept: 0, events: [] };

/** The tickets of matchmaking by their age, who of them matches whom and when, and the events as they come. */
export function MatchesPane({ path }: PaneProps) {
  const t = texts();
  const query = { text: queryValue('q') };
  const resource = useResource<MatchState>(apiPath(['matches'], query), ['match']).value;
  const state = resource.state === 'ready' ? resource.value : NOTHING;
  const { configurations, tickets, kept, events } = state;
  const time = useStackTime();
  const [kind, ...ids] = path;
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} count={{ shown: tickets.length, all: kept }}>
        {configurations.map(({ name }) => (
          <a key={name} href={hrefOf('matches', 'rules', name)}>
            {configurations.length > 1 ? t.rulesOf(name) : t.rules}
          </a>
        ))}
      </Toolbar>
      <Loaded of={resource}>
        {() =>
          kept === 0 && events.length === 0 ? (
            <NoTickets configuration={configurations[0]?.name} />
          ) : (
            <div class="matches">
              {tickets.length > 0 ? (
                <Rows
                  label={t.tickets}
                  rows={tickets}
                  columns={ticketColumns(time)}
                  keyOf={({ ticketId }) => ticketId}
                  hrefOf={({ ticketId }) => hrefOf('matches', 'ticket', ticketId)}
                  selected={kind === 'ticket' ? ids[0] : undefined}
                />
              ) : (
                <Notice title={t.noMatch} />
              )}
              {configurations.map(({ name }) => (
                <PairMatrix
                  key={name}
                  configuration={name}
                  time={time}
                  isOnly={configurations.length === 1}
                />
              ))}
              <section class="events" aria-labelledby="match-events">
                <h2 id="match-events">{t.events}</h2>
                <Rows
                  label={t.events}
                  rows={events}
                  columns={eventColumns()}
                  keyOf={({ id }) => String(id)}
                  hrefOf={({ id }) => hrefOf('matches', 'event', String(id))}
                  selected={kind === 'event' ? ids[0] : undefined}
                />
              </section>
            </div>
          )
        }
      </Loaded>
    </div>
  );
  const detail = kind !== undefined && resource.state === 'ready' && (
    <MatchDetail key={path.join('/')} path={path} state={state} time={time} />
  );
  return <Split list={list} detail={detail || undefined} />;
}

function NoTickets({ configuration }: { configuration: string | undefined }) {
  const t = texts();
  if (configuration === undefined)
    return (
      <Notice title={t.noConfiguration}>
        <Command text="npm start" />
      </Notice>
    );
  const players = `PlayerId=kim,PlayerAttributes={score={N=1000}}`;
  return (
    <Notice title={t.none.title}>
      <p>{t.none.text}</p>
      <Command
        text={`aws gamelift start-matchmaking --endpoint-url ${stack.value?.url ?? ''} --configuration-name ${configuration} --players '${players}'`}
      />
    </Notice>
  );
}
