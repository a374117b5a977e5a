import { addLogIds, type Observation, type RecordHandler } from '@hanok/lambda';
import type { FlexMatchEvent } from './flexmatch-event.ts';
import type { MatchTicketTable } from '../tables/match-ticket-table.ts';
import { newsOf } from './ticket-news.ts';

type Options = Observation & { tickets: Pick<MatchTicketTable, 'apply'>; now?: () => Date };

/**
 * For `asyncEvent`: writes what a message of the topic says of each of its tickets, unless the ticket knows more already. To
 * handle an event again changes nothing. Tickets that are not there are counted, and so are events of unknown types.
 */
export function followTickets(options: Options): RecordHandler<{ Sns: { Message: FlexMatchEvent } }> {
  const { tickets, log, metrics, now = () => new Date() } = options;
  return async ({ Sns: { Message: event } }, { signal }) => {
    const { detail } = event;
    if (detail.type === 'Unknown') {
      log.info('event of an unknown type', { type: detail.name.slice(0, MAX_NAME) });
      metrics.count('EventsUnknown');
      return;
    }
    const news = newsOf(event);
    addLogIds({ ticketIds: news.map(({ ticketId }) => ticketId) });
    const outcomes = await Promise.allSettled(
      news.map((each) => tickets.apply(each, { heardAt: now(), signal })),
    );
    const count = (wanted: string) =>
      outcomes.filter((each) => each.status === 'fulfilled' && each.value === wanted).length;
    const counts = { applied: count('applied'), stale: count('stale'), unknown: count('unknown') };
    log.info('tickets followed', { type: detail.type, ...counts });
    metrics.count('TicketsFollowed', counts.applied);
    metrics.count('TicketsUnknown', counts.unknown);
    const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    if (errors.length > 0)
      throw new AggregateError(errors, `${errors.length} of ${news.length} tickets failed`);
  };
}

const MAX_NAME = 100;
