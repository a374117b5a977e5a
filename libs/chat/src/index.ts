export { type ChatSettings, DEFAULT_CHAT_SETTINGS } from './chat-settings.ts';
export { fanOut } from './fan-out/fan-out.ts';
export { fanOutMessage } from './fan-out/fan-out-message.ts';
export { serveFanOut } from './fan-out/serve-fan-out.ts';
export { changeMember } from './members/change-member.ts';
export {
  banMember,
  enterRoom,
  joinConnection,
  leaveRoom,
  muteMember,
  unbanMember,
} from './members/member-change.ts';
export { endConnection, endLapsed, readPresence, sweepLeases } from './members/presence.ts';
export { takeRequest } from './members/take-request.ts';
export type { Draft, Moderate } from './messages/decide-message.ts';
export { postMessage } from './messages/post-message.ts';
export { readHistory, readMissed } from './messages/read-messages.ts';
export { connectChat, disconnectChat } from './routes/connect-chat.ts';
export { joinRoom, leaveChat } from './routes/join-room.ts';
export { moderateRoom } from './routes/moderate-room.ts';
export { markRead, relayTyping, sendMessage } from './routes/send-message.ts';
export { sweepChat, sweepInput } from './routes/sweep-chat.ts';
export { issueTicket } from './sign-in/issue-ticket.ts';
export { authorizeChat } from './sign-in/authorize-chat.ts';
export { verifyToken } from './sign-in/verify-token.ts';
export { createConnectionPosts } from './store/connection-posts.ts';
export { createFanOutQueue } from './store/fan-out-queue.ts';
export { createChatConnectionTable } from './tables/chat-connection-table.ts';
export { createChatMemberTable } from './tables/chat-member-table.ts';
export { createChatMessageTable } from './tables/chat-message-table.ts';
export { createChatTicketTable } from './tables/chat-ticket-table.ts';
export { chatFrom, chatVariables } from './tables/chat-from.ts';
export {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
  CHAT_TICKET_TABLE,
} from './tables/definitions.ts';
