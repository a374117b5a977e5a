import type { FlexMatchDetail, FlexMatchEvent } from './flexmatch-event.ts';

/** As DescribeMatchmaking names them. https://docs.aws.amazon.com/gameliftservers/latest/apireference/API_MatchmakingTicket.html */
export const TICKET_STATUSES = [
  ...['QUEUED', 'SEARCHING', 'REQUIRES_ACCEPTANCE', 'PLACING'],
  ...['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'],
] as const;
type TicketStatus = (typeof TICKET_STATUSES)[number];

/** Where the game of a match runs, and by which session each player of the ticket joins it. */
export type GameSession = {
  IpAddress: string;
  Port: number;
  Players: { PlayerId: string; PlayerSessionId: string }[];
};

/** What an event, or an answer of DescribeMatchmaking, says of one ticket. */
export type TicketNews = {
  ticketId: string;
  status: TicketStatus;
  /** Milliseconds since 1970, by the clock of the one who says it. */
  at: number;
  /** Orders news of one millisecond: a match is proposed, then accepted, then no longer proposed. */
  step?: number;
  /** Why it ended, in the words of GameLift. */
  reason?: string;
  gameSession?: GameSession;
};

/** What an event says of each of its tickets; nothing when its type is not known. */
export function newsOf({ time, detail }: FlexMatchEvent): TicketNews[] {
  if (detail.type === 'Unknown') return [];
  const news = { ...statusOf(detail), at: Date.parse(time) };
  return detail.tickets.map(({ ticketId, players }) => {
    const gameSession = detail.type === 'MatchmakingSucceeded' ? gameSessionOf(detail, players) : undefined;
    return { ticketId, ...news, ...(gameSession && { gameSession }) };
  });
}

/** How the order of what is no end begins. */
export const OPEN_ORDER = '0#';

/**
 * A text that is greater for later news of a ticket, so that the greatest one stands whatever the order and number of
 * events. An end is later than any status before it, and a played match later than any other end: its game waits for
 * the player. Among the rest time decides; of two ends the earlier one stands, since it has been told already.
 */
export function orderOf({ status, at, step = 0, gameSession }: Omit<TicketNews, 'ticketId'>): string {
  if (status === 'COMPLETED') return `${gameSession ? 3 : 2}#${padded(LAST - at)}`;
  return isOpen(status) ? `${OPEN_ORDER}${padded(at)}#${step}` : `1#${padded(LAST - at)}`;
}

/** Whether more is to come. */
export function isOpen(status: TicketStatus): boolean {
  return OPEN.has(status);
}

const OPEN: ReadonlySet<TicketStatus> = new Set(['QUEUED', 'SEARCHING', 'REQUIRES_ACCEPTANCE', 'PLACING']);
/** Greater than any time. */
const LAST = 10 ** 15;
const padded = (time: number) => String(Math.trunc(time)).padStart(16, '0');

type Known = Exclude<FlexMatchDetail, { type: 'Unknown' }>;
type Succeeded = Extract<Known, { type: 'MatchmakingSucceeded' }>;

function statusOf(detail: Known): Pick<TicketNews, 'status' | 'step' | 'reason'> {
  switch (detail.type) {
    case 'MatchmakingSearching':
      return { status: 'SEARCHING', step: 0 };
    case 'PotentialMatchCreated':
      return { status: detail.acceptanceRequired ? 'REQUIRES_ACCEPTANCE' : 'PLACING', step: 1 };
    case 'AcceptMatch':
      return { status: 'REQUIRES_ACCEPTANCE', step: 2 };
    case 'AcceptMatchCompleted':
      // Tickets whose players all accepted search again; the others are cancelled by an event of their own.
      return { status: detail.acceptance === 'Accepted' ? 'PLACING' : 'SEARCHING', step: 3 };
    case 'MatchmakingSucceeded':
      return { status: 'COMPLETED' };
    case 'MatchmakingTimedOut':
      return { status: 'TIMED_OUT', ...reasonOf(detail) };
    case 'MatchmakingCancelled':
      return { status: 'CANCELLED', ...reasonOf(detail) };
    case 'MatchmakingFailed':
      return { status: 'FAILED', ...reasonOf(detail) };
  }
}

function reasonOf(ended: { message?: string | undefined; reason?: string | undefined }) {
  const reason = ended.message ?? ended.reason;
  return reason === undefined ? {} : { reason };
}

/** Undefined when there is none to join: a match in the mode STANDALONE has no address. */
function gameSessionOf(
  { gameSessionInfo }: Succeeded,
  players: Succeeded['tickets'][number]['players'],
): GameSession | undefined {
  const { ipAddress, port } = gameSessionInfo;
  if (ipAddress === undefined || port === undefined) return undefined;
  const own = new Set(players.map(({ playerId }) => playerId));
  const shown = [...players, ...gameSessionInfo.players.filter(({ playerId }) => own.has(playerId))];
  const sessions = new Map(
    shown.flatMap(({ playerId, playerSessionId }) =>
      playerSessionId === undefined ? [] : [[playerId, playerSessionId]],
    ),
  );
  const Players = [...sessions].map(([PlayerId, PlayerSessionId]) => ({ PlayerId, PlayerSessionId }));
  return Players.length > 0 ? { IpAddress: ipAddress, Port: port, Players } : undefined;
}
