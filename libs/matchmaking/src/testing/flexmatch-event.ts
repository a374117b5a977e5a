/** What a test says of a player of an event. */
type EventPlayer = { playerId: string; team?: string; accepted?: boolean; playerSessionId?: string };

/** What a test says of a matchmaking event; the other fields of its type go into `detail`. */
export type FlexMatchChange = {
  type: string;
  /** ISO 8601 in UTC. */
  time?: string;
  tickets: readonly { ticketId: string; players: readonly EventPlayer[] }[];
  gameSessionInfo?: { ipAddress?: string; port?: number; gameSessionArn?: string };
  detail?: Readonly<Record<string, unknown>>;
};

/** A matchmaking event as GameLift sends it to topics and to EventBridge: all tickets in one, and their players again. */
export function buildFlexMatchEvent(change: FlexMatchChange) {
  const time = change.time ?? '2026-11-01T09:00:08.159Z';
  const tickets = change.tickets.map((ticket) => ({ ...ticket, startTime: '2026-11-01T09:00:00.000Z' }));
  return {
    version: '0',
    id: `${change.type}-${time}`,
    'detail-type': 'GameLift Matchmaking Event',
    source: 'aws.gamelift',
    account: '123456789012',
    time,
    region: 'ap-northeast-2',
    resources: ['arn:aws:gamelift:ap-northeast-2:123456789012:matchmakingconfiguration/GomokuMatchConfig'],
    detail: {
      type: change.type,
      tickets,
      ...change.detail,
      gameSessionInfo: {
        ...change.gameSessionInfo,
        players: change.tickets.flatMap(({ players }) => players),
      },
    },
  };
}
