import { buildMessageEvent } from '@hanok/events/testing';
import { parseEnv } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startQueue, startTables } from '@hanok/testing';
import {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
} from '../tables/definitions.ts';
import { chatFrom, chatVariables } from '../tables/chat-from.ts';
import { enterRoom, joinConnection } from '../members/member-change.ts';

type Handler = (
  event: unknown,
  context: ReturnType<typeof buildLambdaContext>,
) => Promise<{ statusCode: number; body?: string }>;

/**
 * Call it before the `main.ts` of a function of the chat is imported: real tables and a queue that the function finds,
 * and the members of the room `lobby`, kim first, each with one open connection such as `kim-1`.
 */
export async function prepareChat(...memberIds: readonly string[]) {
  const definitions = [CHAT_CONNECTION_TABLE, CHAT_MEMBER_TABLE, CHAT_MESSAGE_TABLE, CHAT_RECEIPT_TABLE];
  const [db, queue] = await Promise.all([startTables(definitions), startQueue()]);
  const { lines } = prepareFunction({
    ...{ ...db.variables, ...queue.variables, FAN_OUT_QUEUE_URL: queue.queueUrl },
  });
  const chat = chatFrom(parseEnv(chatVariables, {}), db.client);
  const signal: AbortSignal = new AbortController().signal;
  const joined = async (memberId: string, now = new Date()) => {
    await chat.connections.open(`${memberId}-1`, memberId, now, signal);
    await chat.change({ room: 'lobby', memberId }, enterRoom, signal);
    await chat.change({ room: 'lobby', memberId }, joinConnection(`${memberId}-1`), signal);
  };
  for (const memberId of ['kim', ...memberIds]) await joined(memberId);
  const from = { connectionId: 'kim-1', principal: { principalId: 'kim' } };
  return {
    ...{ ...chat, db, queue, lines, signal, from },
    /** The frame that kim gets for a message to the lobby. */
    say: async (handler: Handler, routeKey: string, body: object = {}): Promise<Record<string, unknown>> => {
      const event = buildMessageEvent({ ...from, routeKey, body: { room: 'lobby', ...body } });
      const answer = await handler(event, buildLambdaContext());
      return answer.body === undefined ? {} : JSON.parse(answer.body);
    },
    /** The frames for the room that the function has put into the queue. */
    told: async (): Promise<Record<string, unknown>[]> =>
      (await queue.take()).map(({ frame }): Record<string, unknown> => JSON.parse(String(frame))),
    stop: () => Promise.all([db.stop(), queue.stop()]),
  };
}
