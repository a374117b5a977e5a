export { buildRestEvent, type RestCall } from './rest-event.ts';
export { buildSqsEvent } from './sqs-event.ts';
export { buildStreamEvent, type StreamChange } from './stream-event.ts';
