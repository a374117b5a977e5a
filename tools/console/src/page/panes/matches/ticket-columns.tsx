import type { MatchEvent, MatchTicket } from '../../../api/matches.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import type { Column } from '../../parts/rows.tsx';
import { elapsed, timeOfDay } from '../../parts/time.tsx';
import { texts } from './texts.ts';

/** How a ticket stands. */
export const TONES: Readonly<Record<MatchTicket['status'], Tone>> = {
  QUEUED: 'quiet',
  SEARCHING: 'info',
  REQUIRES_ACCEPTANCE: 'warn',
  PLACING: 'warn',
  COMPLETED: 'good',
  FAILED: 'bad',
  CANCELLED: 'quiet',
  TIMED_OUT: 'bad',
};

/** `time` is on the clock of the stack. */
export function ticketColumns(time: number): readonly Column<MatchTicket>[] {
  const t = texts();
  return [
    {
      title: t.players,
      width: 'minmax(120px, 1fr)',
      cell: ({ players }) => players.map(({ playerId }) => playerId).join(', '),
    },
    {
      title: t.age,
      width: '72px',
      isNumber: true,
      cell: ({ startTime, endTime }) => elapsed(Math.max(0, (endTime ?? time) - startTime)),
    },
    {
      title: t.state,
      width: '112px',
      cell: ({ status }) => <Badge tone={TONES[status]}>{t.statuses[status]}</Badge>,
    },
    {
      title: t.attributes,
      width: 'minmax(120px, 1fr)',
      cell: ({ players }) => <code>{players.map(({ attributes }) => shortOf(attributes)).join(' · ')}</code>,
    },
    { title: t.ticket, width: '96px', cell: ({ ticketId }) => <code>{ticketId}</code> },
  ];
}

function shortOf(attributes: Readonly<Record<string, unknown>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

export function eventColumns(): readonly Column<MatchEvent>[] {
  const t = texts();
  return [
    { title: t.time, width: '88px', cell: ({ time }) => timeOfDay(new Date(time)) },
    { title: t.event, width: '184px', cell: ({ type }) => type },
    { title: t.players, width: 'minmax(120px, 1fr)', cell: ({ players }) => players.join(', ') },
  ];
}
