import { once } from 'node:events';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { eventually } from '@hanok/testing';
import { type ClientOptions, WebSocket } from 'ws';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { startStack } from './start-stack.ts';
import { signIn } from './wild-rydes-stack.fixture.ts';

const outputs = z.object({
  ChatUrl: z.string(),
  ChatTicketUrl: z.string(),
  ChatUserPoolId: z.string(),
  ChatUserPoolClientId: z.string(),
});

const frame = z.looseObject({
  type: z.string().optional(),
  room: z.string().optional(),
  seq: z.int().optional(),
  messages: z.array(z.looseObject({ seq: z.int(), text: z.string() })).optional(),
});
type Frame = z.infer<typeof frame>;

/** Ten times as fast, a throttled receiver is served again after a tenth of a second. */
const CLOCK_SPEED = 10;

/** The stack Chat on a free port, from the template and the zips that deploy. */
export async function startChat(faults?: FaultPlanInput) {
  const notices: string[] = [];
  const stack = await startStack({
    ...{ assembly: assemblyFolder, only: ['Chat'], port: 0, clockSpeed: CLOCK_SPEED },
    onNotice: (text) => void notices.push(text),
    ...(faults && { faults }),
  });
  const { ChatUrl, ChatTicketUrl, ...pool } = outputs.parse(stack.outputs['Chat']);
  const config = clientConfig(stack.url);
  const clients = {
    users: new CognitoIdentityProviderClient(config),
    dynamodb: new DynamoDBClient(config),
  };
  /** A ticket for the user of the token. */
  const ticketFor = async (idToken: string): Promise<string> => {
    const asked = { method: 'POST', headers: { Authorization: idToken } };
    const answer = await fetch(ChatTicketUrl, asked);
    if (answer.status !== 201) throw new Error(`No ticket: ${answer.status}`);
    return z.object({ Ticket: z.string() }).parse(await answer.json()).Ticket;
  };
  const stop = async () => {
    for (const client of Object.values(clients)) client.destroy();
    await stack.stop();
  };
  return {
    ...{ url: stack.url, chatUrl: ChatUrl, ticketUrl: ChatTicketUrl, clients, notices, ticketFor, stop },
    idle: stack.idle,
    /** Signs a new user up and in; `memberId` is the name in rooms. */
    signUp: async (name: string) => {
      const ids = { UserPoolId: pool.ChatUserPoolId, UserPoolClientId: pool.ChatUserPoolClientId };
      const { idToken } = await signIn(clients.users, ids, name);
      const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
      return { idToken, memberId: `sub:${z.object({ sub: z.string() }).parse(claims).sub}` };
    },
    /** Connects with a ticket of its own. Throws with the status of a refusal. */
    connect: async ({ idToken }: { idToken: string }) =>
      talk(`${ChatUrl}?ticket=${await ticketFor(idToken)}`),
  };
}

export type ChatStack = Awaited<ReturnType<typeof startChat>>;

/** A connection that keeps every frame that it gets. Throws with the status of a refusal. */
export async function talk(address: string, options: ClientOptions = {}) {
  const socket = new WebSocket(address, options);
  const frames: Frame[] = [];
  socket.on('message', (data) => void frames.push(frame.parse(JSON.parse(String(data)))));
  await once(socket, 'open');
  const closed = once(socket, 'close').then(([code, reason]) => [Number(code), String(reason)] as const);
  const send = (message: object) => socket.send(JSON.stringify(message));
  /** The first frame with these members, waited for. */
  const heard = (members: Frame) =>
    eventually(() => {
      const found = frames.find((each) =>
        Object.entries(members).every(([name, value]) => each[name] === value),
      );
      if (found === undefined)
        throw new Error(`${JSON.stringify(members)} is not in ${JSON.stringify(frames)}`);
      return found;
    });
  return {
    ...{ socket, frames, closed, send, heard },
    /** Sends, and waits for an answer with these members. */
    ask: (message: object, members: Frame) => {
      frames.length = 0;
      send(message);
      return heard(members);
    },
    /** The numbers of a room's messages that it has, each once, in their order. */
    numbers: (room: string) => {
      const told = frames.filter((each) => each.room === room);
      const seqs = told.flatMap(({ type, seq, messages = [] }) => [
        ...(type === 'message' && seq !== undefined ? [seq] : []),
        ...messages.map((each) => each.seq),
      ]);
      return [...new Set(seqs)].sort((a, b) => a - b);
    },
  };
}
