import { addLogIds, type Observation, type RecordHandler } from '@hanok/lambda';
import type { FlexMatchDetail, FlexMatchEvent } from './flexmatch-event.ts';

/**
 * For `asyncEvent`: counts the events of matchmaking by their types, and logs each match and each end without one. Events
 * come at least once, so that the counts are no exact ones. No player and no session is named.
 */
export function countMatches({ log, metrics }: Observation): RecordHandler<FlexMatchEvent> {
  return async ({ time, detail }) => {
    if (detail.type === 'Unknown') {
      log.info('event of an unknown type', { type: detail.name.slice(0, MAX_NAME) });
      metrics.count('EventsUnknown');
      return;
    }
    metrics.count(detail.type);
    addLogIds({ ticketIds: detail.tickets.map(({ ticketId }) => ticketId) });
    if (!LOGGED.has(detail.type)) return;
    log.info(detail.type === 'MatchmakingSucceeded' ? 'match' : 'no match', {
      type: detail.type,
      matchId: detail.matchId,
      ...('reason' in detail && { reason: detail.reason }),
      tickets: detail.tickets.length,
      players: detail.tickets.flatMap(({ players }) => players).length,
      longestWaitSeconds: longestWait(detail, time),
    });
  };
}

const MAX_NAME = 100;
const LOGGED: ReadonlySet<string> = new Set([
  'MatchmakingSucceeded',
  'MatchmakingTimedOut',
  'MatchmakingCancelled',
  'MatchmakingFailed',
]);

type Known = Exclude<FlexMatchDetail, { type: 'Unknown' }>;

/** Undefined when no ticket says when it began. */
function longestWait({ tickets }: Known, time: string): number | undefined {
  const begun = tickets.flatMap(({ startTime }) => (startTime === undefined ? [] : [Date.parse(startTime)]));
  return begun.length === 0 ? undefined : (Date.parse(time) - Math.min(...begun)) / 1000;
}
