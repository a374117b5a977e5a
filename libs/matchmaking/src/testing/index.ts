export { buildFlexMatchEvent, type FlexMatchChange } from './flexmatch-event.ts';
