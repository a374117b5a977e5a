import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from '@jest/globals';
import * as z from 'zod';
import { talk } from '../chat-stack.fixture.ts';
import { signIn } from '../wild-rydes-stack.fixture.ts';
import { call, type Place, type Scenario } from './scenario.fixture.ts';

const chatOutputs = z.object({
  ...{ ChatUrl: z.string(), ChatTicketUrl: z.string() },
  ...{ ChatUserPoolId: z.string(), ChatUserPoolClientId: z.string() },
});
const ROOM = '방';

export const chat: Scenario = {
  // The first connection that ends runs no $disconnect.
  faults: {
    faults: [{ service: 'execute-api', operation: '$disconnect', kind: 'dropDisconnect', rate: 1, times: 1 }],
  },
  steps: (place) => {
    const { seen, invoke } = place;
    const hears = (who: Talker | undefined, members: object) =>
      seen(() => expect(who?.frames).toContainEqual(expect.objectContaining(members)));
    const ask = async (who: Talker | undefined, message: object, answer: object) => {
      who?.frames.splice(0);
      who?.send({ room: ROOM, ...message });
      await hears(who, answer);
    };
    const join = (who: Talker | undefined, more: object = {}) =>
      ask(who, { action: 'join', ...more }, { type: 'joined' });
    const say = (clientId: string) =>
      ask(kim, { action: 'message', clientId, text: '안녕' }, { type: 'ack', clientId });
    const moderate = (act: string) =>
      ask(kim, { action: 'moderate', act, memberId: lee?.memberId }, { type: 'moderated', act });
    let [kim, lee, eve]: (Talker | undefined)[] = [];
    return [
      async () => (kim = await connect(place, 'kim')),
      async () => (lee = await connect(place, 'lee')),
      async () => (eve = await connect(place, 'eve')),
      () => join(kim),
      () => join(lee),
      () => join(eve),
      () => say('1'),
      () => say('1'),
      () => hears(lee, { type: 'message', seq: 1 }),
      async () => kim?.send({ action: 'typing', room: ROOM }),
      () => hears(lee, { type: 'typing' }),
      () => ask(lee, { action: 'read', seq: 1 }, { type: 'read' }),
      () => join(lee, { after: 1 }),
      // It ends without a $disconnect: a post to it says that it has gone.
      async () => eve?.socket.terminate(),
      () => say('2'),
      () => hears(kim, { type: 'presence', event: 'left' }),
      () => ask(lee, { action: 'leave' }, { type: 'left' }),
      () => join(lee),
      async () => lapse(place, lee?.memberId ?? ''),
      () => join(kim),
      () => join(lee),
      async () => lapse(place, lee?.memberId ?? ''),
      () => invoke('chat-sweep', {}),
      () => join(lee),
      () => moderate('ban'),
      () => moderate('unban'),
      () => join(lee),
      async () => lee?.socket.close(),
      () => hears(kim, { type: 'presence', event: 'left' }),
      async () => kim?.socket.close(),
      () => seen(() => expect(kim?.socket.readyState).toBe(3)),
    ];
  },
};

type Talker = Awaited<ReturnType<typeof talk>> & { memberId: string };

async function connect({ stack, sdk }: Place, name: string): Promise<Talker> {
  const outputs = chatOutputs.parse(stack.outputs['Chat']);
  const pool = { UserPoolId: outputs.ChatUserPoolId, UserPoolClientId: outputs.ChatUserPoolClientId };
  const { idToken } = await signIn(sdk.users, pool, name);
  const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
  const answer = await call(outputs.ChatTicketUrl, '', { Authorization: idToken });
  const { Ticket } = z.object({ Ticket: z.string() }).parse(answer);
  const talker = await talk(`${outputs.ChatUrl}?ticket=${Ticket}`);
  return { ...talker, memberId: `sub:${z.object({ sub: z.string() }).parse(claims).sub}` };
}

/** What two minutes do to the lease of a member. A message that is still on its way could end the lease before the next step. */
async function lapse({ stack, sdk }: Place, memberId: string): Promise<void> {
  await stack.idle();
  await sdk.dynamodb.send(
    new UpdateItemCommand({
      TableName: 'ChatMembers',
      Key: { Room: { S: ROOM }, MemberId: { S: memberId } },
      UpdateExpression: 'SET Leases = :leases, LeaseEnds = :ends, Revision = Revision + :one',
      ExpressionAttributeValues: {
        ...{ ':leases': { M: { gone: { N: '1' } } }, ':ends': { N: '1' }, ':one': { N: '1' } },
      },
    }),
  );
}
