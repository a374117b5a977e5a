export { type ChatSettings, DEFAULT_CHAT_SETTINGS } from './chat-settings.ts';
export { fanOut } from './fan-out/fan-out.ts';
export { changeMember } from './members/change-member.ts';
export {
  banMember,
  enterRoom,
  joinConnection,
  leaveRoom,
  muteMember,
  unbanMember,
} from './members/member-change.ts';
export { endConnection, endLapsed, readPresence } from './members/presence.ts';
export type { Draft, Moderate } from './messages/decide-message.ts';
export { postMessage } from './messages/post-message.ts';
export { readHistory, readMissed } from './messages/read-messages.ts';
export { createChatConnectionTable } from './tables/chat-connection-table.ts';
export { createChatMemberTable } from './tables/chat-member-table.ts';
export { createChatMessageTable } from './tables/chat-message-table.ts';
export {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
} from './tables/definitions.ts';
