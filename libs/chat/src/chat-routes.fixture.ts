import { buildConnectEvent, buildDisconnectEvent, buildMessageEvent } from '@hanok/events/testing';
import { type SocketRoute, webSocket } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { openChat } from './chat.fixture.ts';
import { type FanOutMessage, fanOutMessage } from './fan-out/fan-out-message.ts';
import {
  connectChat,
  disconnectChat,
  endLapsed,
  fanOut,
  joinRoom,
  leaveChat,
  markRead,
  moderateRoom,
  postMessage,
  readHistory,
  readMissed,
  readPresence,
  relayTyping,
  sendMessage,
  serveFanOut,
  sweepChat,
  sweepLeases,
} from './index.ts';

/** What stands in for `@connections`: throws the errors of the service, and otherwise takes the frame. */
export type Post = (connectionId: string, data: Uint8Array) => Promise<void>;

/** All routes of the chat behind the shell, with what they put into the queue. */
export function openHandler(
  db: Parameters<typeof openChat>[0],
  options: Parameters<typeof openChat>[1] = {},
) {
  const chat = openChat(db, options);
  const { now } = chat;
  const waiting: FanOutMessage[] = [];
  const queue = (message: FanOutMessage) => {
    // As from a queue.
    waiting.push(fanOutMessage.parse(JSON.parse(JSON.stringify(message))));
    return Promise.resolve();
  };
  const shared = { ...chat, fanOut: queue, endConnection: chat.end };
  const reads = {
    ...{ endLapsed: endLapsed(chat), readPresence: readPresence(chat) },
    ...{ readHistory: readHistory(chat), readMissed: readMissed(chat) },
  };
  const routes: readonly SocketRoute[] = [
    ...connectChat({ ...shared, origins: ['https://chat.example'] }),
    ...joinRoom({ ...shared, ...reads }),
    ...sendMessage({ ...shared, post: postMessage(chat) }),
    ...[...relayTyping(shared), ...markRead(shared), ...leaveChat(shared), ...disconnectChat(shared)],
    ...moderateRoom(shared),
  ];
  const { log, metrics, lines } = recordLines();
  const handler = webSocket({ routes, log, metrics });
  const sweep = sweepChat({ ...{ sweep: sweepLeases(chat), fanOut: queue, log, metrics, now } });
  const serveThrough = (post: Post) => {
    const serve = serveFanOut({ run: fanOut(shared), post, queue, log, metrics, now });
    return (body: FanOutMessage) => serve({ messageId: 'm', receiveCount: 1, body }, chat.signal);
  };
  const user = (connectionId: string, principalId = connectionId.split('-')[0] ?? '') => {
    const from = { connectionId, principal: { principalId } };
    return {
      connect: async (headers: Record<string, string> = {}) =>
        (await handler(buildConnectEvent({ ...from, headers }), buildLambdaContext())).statusCode,
      disconnect: () => handler(buildDisconnectEvent(from), buildLambdaContext()),
      /** The frame that the sender gets; a body that is text goes as it is. */
      say: async (routeKey: string, body: unknown) => {
        const { body: frame } = await handler(
          buildMessageEvent({ ...from, routeKey, body }),
          buildLambdaContext(),
        );
        return frame === undefined ? undefined : JSON.parse(frame);
      },
    };
  };
  return { ...chat, user, waiting, serveThrough, lines, sweepAll: () => sweep({}, chat.signal) };
}

/** The routes over empty tables, with kim and lee. `deliver` serves what waits; frames reach the open connections. */
export async function openRoutes(
  db: { fresh(): Promise<Parameters<typeof openChat>[0]> },
  settings: NonNullable<Parameters<typeof openChat>[1]>['settings'] = {},
) {
  const tables = await db.fresh();
  const opened = openHandler(tables, { settings });
  const { user, waiting, serveThrough } = opened;
  const got: [string, Record<string, unknown>][] = [];
  const gone = new Set<string>();
  /** How often each of these connections is still answered 429. */
  const throttled = new Map<string, number>();
  const serve = serveThrough((connectionId, data) => {
    if (gone.has(connectionId)) return Promise.reject(named('GoneException'));
    const times = throttled.get(connectionId) ?? 0;
    throttled.set(connectionId, times - 1);
    if (times > 0) return Promise.reject(named('LimitExceededException'));
    got.push([connectionId, JSON.parse(Buffer.from(data).toString())]);
    return Promise.resolve();
  });
  const deliver = async () => {
    got.length = 0;
    for (let each = waiting.shift(); each; each = waiting.shift()) await serve(each);
    return got.map(([to, frame]) => [to, frame] as const);
  };
  const [kim, lee] = [user('kim-1'), user('lee-1')];
  for (const each of [kim, lee]) await each.connect();
  return { ...opened, tables, kim, lee, deliver, gone, throttled };
}

/** An error of a service, by its name. */
export const named = (name: string) => Object.assign(new Error(name), { name });
