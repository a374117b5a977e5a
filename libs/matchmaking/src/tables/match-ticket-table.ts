import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  attributesOf,
  ContendedError,
  itemOf,
  keyOf,
  readItem,
  untilUncontended,
  writeOutcome,
} from '@hanok/tables';
import * as z from 'zod/mini';
import { isOpen, OPEN_ORDER, orderOf, TICKET_STATUSES, type TicketNews } from '../tickets/ticket-news.ts';
import { MATCH_TICKET_TABLE } from './definitions.ts';

/** Twice as long as a request for a match may wait. */
const KEPT_SECONDS = 86_400;
/**
 * How long there is no event before GameLift may be asked, which is longer than a request for a match can run, and how
 * long one answer of it counts.
 */
const SILENT_MS = 30_000;
const BETWEEN_MS = 10_000;

const matchTicket = z.object({
  TicketId: z.string(),
  PlayerName: z.string(),
  TicketStatus: z.enum(TICKET_STATUSES),
  /** `orderOf` the news that stands. */
  NewsOrder: z.string(),
  EndReason: z.optional(z.string()),
  GameSession: z.optional(
    z.object({
      IpAddress: z.string(),
      Port: z.int(),
      Players: z.array(z.object({ PlayerId: z.string(), PlayerSessionId: z.string() })),
    }),
  ),
  /** Milliseconds since 1970: when the last event came, and when GameLift was asked last. */
  HeardAt: z.int(),
  AskedAt: z.optional(z.int()),
  ExpiresAt: z.int(),
});
export type MatchTicket = z.infer<typeof matchTicket>;

/** The tickets of matchmaking. This file alone knows their expressions. */
export type MatchTicketTable = {
  /** Writes a ticket that waits. It is there before GameLift knows of it, so that every event finds it. */
  create(ticket: { ticketId: string; playerName: string }, now: Date, signal: AbortSignal): Promise<void>;
  find(ticketId: string, now: Date, signal: AbortSignal): Promise<MatchTicket | undefined>;
  /**
   * Writes news that is later than what stands: `applied`. `stale`: the ticket knows this or more. `unknown`: there is no
   * such ticket. `heardAt` is when an event brought it; an answer of GameLift is no event.
   */
  apply(
    news: TicketNews,
    options: { heardAt?: Date; signal: AbortSignal },
  ): Promise<'applied' | 'stale' | 'unknown'>;
  /** Whether to ask GameLift now: for one of all callers, 30 s after the last event, and again every 10 s. */
  mayAsk(ticket: MatchTicket, now: Date, signal: AbortSignal): Promise<boolean>;
};

/** The table of tickets by this client. */
export function createMatchTicketTable(options: { client: DynamoDBClient; table: string }): MatchTicketTable {
  const { client, table: TableName } = options;
  const update = async (
    ticketId: string,
    expression: {
      UpdateExpression: string;
      ConditionExpression: string;
      values: Parameters<typeof attributesOf>[0];
    },
    abortSignal: AbortSignal,
  ) => {
    const { values, ...expressions } = expression;
    const command = new UpdateItemCommand({
      TableName,
      Key: keyOf(MATCH_TICKET_TABLE, { TicketId: ticketId }),
      ...expressions,
      ExpressionAttributeValues: attributesOf(values),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const send = () => writeOutcome(client.send(command, { abortSignal }));
    const outcome = await untilUncontended(send, { signal: abortSignal });
    if (outcome.kind === 'contended') throw new ContendedError();
    return outcome;
  };
  return {
    create: async ({ ticketId, playerName }, now, abortSignal) => {
      const waiting = { status: 'QUEUED', at: 0 } as const;
      const Item = itemOf(matchTicket, {
        TicketId: ticketId,
        PlayerName: playerName,
        TicketStatus: waiting.status,
        NewsOrder: orderOf(waiting),
        HeardAt: now.getTime(),
        ExpiresAt: Math.floor(now.getTime() / 1000) + KEPT_SECONDS,
      });
      // An id is random: one that stands there is of a try whose answer was lost, and may have news already.
      const ConditionExpression = 'attribute_not_exists(TicketId)';
      const put = new PutItemCommand({ TableName, Item, ConditionExpression });
      const { kind } = await writeOutcome(client.send(put, { abortSignal }));
      if (kind === 'contended') throw new ContendedError();
    },
    find: async (ticketId, now, abortSignal) => {
      const Key = keyOf(MATCH_TICKET_TABLE, { TicketId: ticketId });
      const get = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal });
      const ticket = Item && readItem(MATCH_TICKET_TABLE, matchTicket, Item);
      return ticket && ticket.ExpiresAt * 1000 > now.getTime() ? ticket : undefined;
    },
    apply: async (news, { heardAt, signal }) => {
      const sets = [
        'TicketStatus = :status, NewsOrder = :order',
        ...(news.reason === undefined ? [] : ['EndReason = :reason']),
        ...(news.gameSession === undefined ? [] : ['GameSession = :session']),
        ...(heardAt === undefined ? [] : ['HeardAt = :heard']),
      ];
      const outcome = await update(
        news.ticketId,
        {
          UpdateExpression: `SET ${sets.join(', ')}${news.reason === undefined ? ' REMOVE EndReason' : ''}`,
          // A ticket that is there, and knows less.
          ConditionExpression: 'NewsOrder < :order',
          values: {
            ':status': news.status,
            ':order': orderOf(news),
            ':reason': news.reason,
            ':session': news.gameSession,
            ':heard': heardAt?.getTime(),
          },
        },
        signal,
      );
      if (outcome.kind === 'written') return 'applied';
      return outcome.item ? 'stale' : 'unknown';
    },
    mayAsk: async (ticket, now, signal) => {
      const at = now.getTime();
      const [silent, asked] = [at - SILENT_MS, at - BETWEEN_MS];
      // Most polls end here, without a write.
      const { TicketStatus, HeardAt, AskedAt = asked } = ticket;
      if (!isOpen(TicketStatus) || HeardAt > silent || AskedAt > asked) return false;
      const outcome = await update(
        ticket.TicketId,
        {
          UpdateExpression: 'SET AskedAt = :now',
          // A ticket that has not ended, of which nothing was heard, and for which no one asks.
          ConditionExpression:
            'begins_with(NewsOrder, :open) AND HeardAt <= :silent AND (attribute_not_exists(AskedAt) OR AskedAt <= :asked)',
          values: {
            ':now': at,
            ':open': OPEN_ORDER,
            ':silent': silent,
            ':asked': asked,
          },
        },
        signal,
      );
      return outcome.kind === 'written';
    },
  };
}
