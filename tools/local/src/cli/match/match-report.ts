import {
  advance,
  EMPTY_POOL,
  enterPool,
  type Pool,
  type RuleSet,
  type Ticket,
  timeline,
  type Timeline,
} from '@hanok/matchmaking';

/** Pairs with a part of their own in the report; the table has all of them. */
const MAX_PAIRS = 40;

/** The report on tickets whose start times count from 0; `shown` makes a name safe to print. */
export function matchReport(
  ruleSet: RuleSet,
  tickets: readonly Ticket[],
  timeout: number,
  shown: (name: string) => string,
): string {
  const pairs = tickets.flatMap((a, index) =>
    tickets
      .slice(index + 1)
      .map((b) => ({ a, b, found: timeline(ruleSet, a, b, { requestTimeoutSeconds: timeout }) })),
  );
  const told = pairs.slice(0, MAX_PAIRS).map(({ a, b, found }) => pairLines(a, b, found, shown));
  const more = pairs.length > MAX_PAIRS ? [`${pairs.length - MAX_PAIRS} more pairs: see the table`] : [];
  return [table(tickets, pairs, shown), ...told, ...more, rounds(ruleSet, tickets, timeout, shown)].join(
    '\n\n',
  );
}

type Pair = { a: Ticket; b: Ticket; found: Timeline };

/** When each pair can be in one match, in seconds after the first ticket came. */
function table(tickets: readonly Ticket[], pairs: readonly Pair[], shown: (name: string) => string): string {
  const cell = (row: Ticket, column: Ticket) => {
    const pair = pairs.find(({ a, b }) => (a === row && b === column) || (a === column && b === row));
    if (!pair) return '-';
    return pair.found.meets ? `${pair.found.meets.at / 1000} s` : 'never';
  };
  const names = tickets.map(({ ticketId }) => shown(ticketId));
  const rows = [
    ['', ...names],
    ...tickets.map((row, index) => [names[index] ?? '', ...tickets.map((column) => cell(row, column))]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((each, column) =>
        column === 0 ? each.padEnd(widths[column] ?? 0) : each.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return ['In one match from second', ...lines].join('\n');
}

function pairLines(a: Ticket, b: Ticket, { entries }: Timeline, shown: (name: string) => string): string {
  const head = `${shown(a.ticketId)} and ${shown(b.ticketId)}`;
  if (entries.length === 0) return `${head}\n  are never there at the same time`;
  const each = entries.map(({ at, explanation: { verdict, lines } }) => {
    const said = { match: 'match', compatible: 'together, with more players', no: 'apart' }[verdict];
    return [`  ${at / 1000} s: ${said}`, ...lines.map((line) => `    ${shown(line)}`)].join('\n');
  });
  return [head, ...each].join('\n');
}

/** What happens when all tickets are in one pool, with a round each second. */
function rounds(
  ruleSet: RuleSet,
  tickets: readonly Ticket[],
  timeout: number,
  shown: (name: string) => string,
): string {
  const told: string[] = [];
  const last = Math.max(...tickets.map(({ startTime }) => startTime)) / 1000 + timeout;
  let pool: Pool = EMPTY_POOL;
  let coming = tickets.toSorted((a, b) => a.startTime - b.startTime);
  for (
    let second = 0;
    second <= Math.ceil(last);
    second = nextSecond(ruleSet, pool, coming, timeout, second)
  ) {
    for (const ticket of coming.filter(({ startTime }) => startTime <= second * 1000))
      pool = enterPool(pool, ticket).pool;
    coming = coming.filter(({ startTime }) => startTime > second * 1000);
    const step = advance(
      pool,
      { ruleSet, requestTimeoutSeconds: timeout },
      { now: second * 1000, seed: 'report' },
    );
    pool = step.pool;
    for (const event of step.events) {
      if (event.type === 'MatchReady') {
        const teams = event.match.teams.map(
          ({ name, playerIds }) => `${shown(name)}: ${playerIds.map(shown).join(', ')}`,
        );
        told.push(`  ${second} s: match of ${teams.join('; ')}`);
      }
      if (event.type === 'MatchmakingTimedOut')
        told.push(
          `  ${second} s: ${event.tickets.map(({ ticketId }) => shown(ticketId)).join(', ')} timed out`,
        );
    }
  }
  return ['All tickets in one pool, a round each second', ...told].join('\n');
}

/** The next second at which something can be different: a ticket comes or goes, or a step begins. */
function nextSecond(
  { versions }: RuleSet,
  { waiting }: Pool,
  coming: readonly Ticket[],
  timeout: number,
  second: number,
): number {
  const waits = [...versions.map(({ fromSeconds }) => fromSeconds), timeout];
  const moments = [
    ...coming.map(({ startTime }) => startTime / 1000),
    ...waiting.flatMap(({ ticket }) => waits.map((wait) => ticket.startTime / 1000 + wait)),
  ];
  const later = moments.map(Math.ceil).filter((each) => each > second);
  return later.length > 0 ? Math.min(...later) : Number.POSITIVE_INFINITY;
}
