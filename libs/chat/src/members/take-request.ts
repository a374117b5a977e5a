import { ContendedError, untilUncontended } from '@hanok/tables';
import type { ChatSettings } from '../chat-settings.ts';
import { takeFromRate } from '../rate-limit.ts';
import type { ChatConnectionTable } from '../tables/chat-connection-table.ts';

type Taken = { kind: 'taken' } | { kind: 'refused'; code: 'NotConnected' | 'ConnectionTooFast' };
/** Takes one request of an open connection of this user from its rate, or answers why it may not be made now. */
export type TakeRequest = (
  from: { connectionId: string; userId: string },
  kind: 'typing' | 'join',
  signal: AbortSignal,
) => Promise<Taken>;

/** The rates of requests that store no message. Throws `ContendedError` when others were first six times. */
export function takeRequest(options: {
  connections: ChatConnectionTable;
  settings: Pick<ChatSettings, 'typingRate' | 'joinRate'>;
  now?: () => Date;
}): TakeRequest {
  const { connections, settings, now = () => new Date() } = options;
  const limits = { typing: settings.typingRate, join: settings.joinRate };
  return async ({ connectionId, userId }, kind, signal) => {
    const attempt = async (): Promise<Taken | { kind: 'contended' }> => {
      const connection = await connections.find(connectionId, signal);
      if (!connection || connection.isClosed || connection.userId !== userId)
        return { kind: 'refused', code: 'NotConnected' };
      const seen = connection.rates[kind];
      const next = takeFromRate(seen, limits[kind], now().getTime());
      if (next === undefined) return { kind: 'refused', code: 'ConnectionTooFast' };
      const outcome = await connections.take(connectionId, kind, { seen, next }, signal);
      return outcome === 'written' ? { kind: 'taken' } : { kind: 'contended' };
    };
    const taken = await untilUncontended(attempt, { signal });
    if (taken.kind === 'contended') throw new ContendedError();
    return taken;
  };
}
