import { findChat } from '../cli/chat/chat-place.ts';
import { print, text } from '../cli/terminal.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import type { Stack } from '../stack/start-stack.ts';
import { openChatClient } from './chat-clients.ts';
import { eventually } from './checks.ts';

/** Functions run in real time: a lease of 120 s would take as long. */
const LEASE_SECONDS = 3;
/** What the demo's stack is started with. */
export const CHAT_PARAMETERS = { LeaseSeconds: String(LEASE_SECONDS) };
/** The end of a connection is not told: API Gateway does not promise the event. */
export const CHAT_FAULTS: FaultPlanInput = {
  faults: [{ service: 'execute-api', operation: '$disconnect', kind: 'dropDisconnect', rate: 1 }],
};

/** Two users in a room over WebSocket: numbers, a message that is sent twice, a lost end of a connection, and what was missed. */
export async function showChat({ url }: Stack): Promise<void> {
  await using parts = new AsyncDisposableStack();
  const place = await findChat('', url);
  print(text`\nkim and lee connect with a ticket each, and join a room over WebSocket`);
  const kim = await openChatClient(place, 'kim', 'lobby');
  parts.defer(kim.leave);
  const lee = await openChatClient(place, 'lee', 'lobby');
  parts.defer(lee.leave);
  const both = [kim.memberId, lee.memberId].toSorted();
  const there = async () => (await kim.present()).length;
  await eventually('there, as kim is told', there, both.length);
  kim.say('안녕하세요', 'from kim');
  await eventually("the number of kim's message", async () => kim.acknowledged(), [1]);
  print(text`\nlee gets no answer in time, and sends the same clientId again`);
  lee.say('반갑습니다', 'from lee');
  lee.say('반갑습니다', 'from lee');
  await eventually('its number, each time', async () => lee.acknowledged(), [2, 2]);
  const numbered = ['1 안녕하세요', '2 반갑습니다'];
  await eventually('as kim and lee see it', async () => [kim.shown(), lee.shown()], [numbered, numbered]);
  print(text`\nlee's line drops, and $disconnect is lost`);
  lee.dropLine();
  const elapsed = await eventually('there when the lease has ended', there, 1);
  print(
    text`    after ${(elapsed / 1000).toFixed(1)} s; the lease is ${LEASE_SECONDS} s here, 120 s by default`,
  );
  kim.say('어디 가셨나요?', 'to lee');
  await eventually("the number of kim's next message", async () => kim.acknowledged(), [1, 3]);
  lee.connectAgain();
  await eventually('lee, with what came after', async () => lee.resumedAfter(), 2);
  await eventually('as lee sees it', async () => lee.shown(), [...numbered, '3 어디 가셨나요?']);
}
