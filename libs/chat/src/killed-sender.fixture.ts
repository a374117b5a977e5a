import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { clientSettings } from '@hanok/testing';
import { live } from '@hanok/testing/victim';
import { openChat } from './chat.fixture.ts';

export type Order = { settings: ReturnType<typeof clientSettings>; room: string };

/** A program that takes kim through a connection: it opens, enters, joins, sends a message, and ends. */
void live<Order, string>(async ({ settings, room }, killable) => {
  const client = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  const chat = openChat({ client, nameOf: ({ name }) => name });
  const kind = await killable(async () => {
    const connectionId = `${room}-1`;
    await chat.member(room, room);
    await chat.join(room, 1, room);
    const posted = await chat.post({ room, senderId: room, connectionId });
    await chat.end(connectionId, chat.signal);
    return posted.kind;
  });
  client.destroy();
  return kind;
});
