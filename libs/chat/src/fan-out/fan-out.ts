import type { Leave } from '../members/presence.ts';
import type { ChatConnectionTable } from '../tables/chat-connection-table.ts';

/**
 * Who is still to be served: these connections, and then those of the room after the cursor. The cursor is '' at the
 * beginning and null when no page is left. It is plain data, for a queue.
 */
export type FanOutWork = { room: string; connectionIds: readonly string[]; cursor: string | null };

/** Sends one payload to each connection, a bounded number at a time. Each id is counted or stands in one of the lists. */
export type Broadcast = (
  connectionIds: readonly string[],
  signal: AbortSignal,
) => Promise<{
  sent: number;
  gone: readonly string[];
  throttled: readonly string[];
  failed: readonly { connectionId: string; error: Error }[];
  unsent: readonly string[];
}>;

type FanOutOutcome = {
  sent: number;
  /** What the end of gone connections has made of presence. */
  leaves: Leave[];
  /** Served by nothing so far; they may be the `connectionIds` of another work. */
  throttled: string[];
  /** Not sent to, or gone and not removed: a client sees the missing number, a lease ends. */
  failed: { connectionId: string; error: Error }[];
  /** What this invocation has not come to: the next one goes on with it. */
  rest: FanOutWork | undefined;
};

/** Gone connections that are removed at a time. */
const ENDS_AT_ONCE = 10;

/**
 * Serves the connections of a room page by page, each once, and removes the gone ones: those alone. `hasTime` is asked
 * before each page but the first one, so that work that is handed on always comes forward.
 */
export function fanOut(options: {
  connections: ChatConnectionTable;
  endConnection: (connectionId: string, signal: AbortSignal) => Promise<Leave[]>;
  pageSize?: number;
}): (
  work: FanOutWork,
  call: { broadcast: Broadcast; hasTime: () => boolean; signal: AbortSignal },
) => Promise<FanOutOutcome> {
  const { connections, endConnection, pageSize = 100 } = options;
  const serve = async (
    ids: readonly string[],
    outcome: FanOutOutcome,
    broadcast: Broadcast,
    signal: AbortSignal,
  ) => {
    const { sent, gone, throttled, failed, unsent } = await broadcast(ids, signal);
    outcome.sent += sent;
    outcome.throttled.push(...throttled);
    outcome.failed.push(...failed);
    const ids410 = gone.values();
    const end = async () => {
      for (const connectionId of ids410)
        try {
          outcome.leaves.push(...(await endConnection(connectionId, signal)));
        } catch (error) {
          // The message is sent to the others all the same, and must not be sent again.
          outcome.failed.push({ connectionId, error: asError(error) });
        }
    };
    await Promise.all(Array.from({ length: Math.min(ENDS_AT_ONCE, gone.length) }, end));
    return unsent;
  };
  return async ({ room, connectionIds, cursor: first }, { broadcast, hasTime, signal }) => {
    const outcome: FanOutOutcome = { sent: 0, leaves: [], throttled: [], failed: [], rest: undefined };
    let cursor = first;
    let waiting = connectionIds;
    for (let isFirst = true; waiting.length > 0 || cursor !== null; isFirst = false) {
      if (!isFirst && !hasTime()) return { ...outcome, rest: { room, connectionIds: waiting, cursor } };
      if (waiting.length === 0 && cursor !== null) {
        const after = cursor === '' ? {} : { cursor };
        const page = await connections.page(room, { ...after, limit: pageSize, signal });
        waiting = page.connections.map(({ connectionId }) => connectionId);
        cursor = page.next ?? null;
      }
      const unsent = await serve(waiting, outcome, broadcast, signal);
      if (unsent.length > 0) return { ...outcome, rest: { room, connectionIds: unsent, cursor } };
      waiting = [];
    }
    return outcome;
  };
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
