import type { SocketRoute } from '@hanok/lambda';
import * as z from 'zod/mini';
import { moderationToRoom, presenceToRoom } from '../fan-out/fan-out-message.ts';
import type { ChangeMember } from '../members/change-member.ts';
import {
  appointModerator,
  banMember,
  muteMember,
  unbanMember,
  unmuteMember,
} from '../members/member-change.ts';
import type { TakeRequest } from '../members/take-request.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import { chatName, chatRoute, refuseChat } from './chat-message.ts';

/** The longest mute: a year. */
const LONGEST_SECONDS = 365 * 86_400;
const CHANGES = {
  unmute: unmuteMember,
  ban: banMember,
  unban: unbanMember,
  appoint: appointModerator(true),
  dismiss: appointModerator(false),
};
const at = { room: chatName, memberId: chatName };
const moderateBody = z.discriminatedUnion('act', [
  z.object({ ...at, act: z.literal('mute'), seconds: z.int().check(z.gte(1), z.lte(LONGEST_SECONDS)) }),
  z.object({ ...at, act: z.enum(['unmute', 'ban', 'unban', 'appoint', 'dismiss']) }),
]);

/**
 * `moderate { room, memberId, act, seconds? }` by the owner of the room, who made it, or by one of its moderators, whom
 * the owner appoints and dismisses: `mute` for so many seconds, `unmute`, `ban`, `unban`, `appoint`, `dismiss`. A
 * moderator moderates neither the owner nor other moderators. The room is told, and so are the connections of the
 * banned, which are in the room no longer.
 */
export function moderateRoom(options: {
  change: ChangeMember;
  take: TakeRequest;
  fanOut: FanOutQueue;
  now?: () => Date;
}): readonly SocketRoute[] {
  const { change, take, fanOut, now = () => new Date() } = options;
  return [
    chatRoute('moderate', moderateBody, async ({ connectionId, userId, body }, signal) => {
      const { room, memberId, act } = body;
      const taken = await take({ connectionId, userId }, 'join', signal);
      if (taken.kind === 'refused') return refuseChat(taken.code);
      const until = now().getTime() + (body.act === 'mute' ? body.seconds * 1000 : 0);
      const asked = body.act === 'mute' ? muteMember(new Date(until)) : CHANGES[body.act];
      const by = { memberId: userId, mustOwn: act === 'appoint' || act === 'dismiss' };
      const moderated = await change({ room, memberId }, asked, signal, by);
      if (moderated.kind === 'refused')
        return refuseChat(moderated.code, moderated.code === 'NotModerator' ? 'room' : 'memberId');
      const told = { room, memberId, act, by: userId, ...(act === 'mute' && { until }) };
      await fanOut(moderationToRoom(told, moderated.removed), signal);
      if (moderated.presence === 'left') await fanOut(presenceToRoom({ room, memberId }, 'left'), signal);
      return { type: 'moderated', ...told };
    }),
  ];
}
