export { prepareChat } from './prepare-chat.ts';
