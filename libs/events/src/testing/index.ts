export { buildEventBridgeEvent } from './event-bridge-event.ts';
export { buildHttpEvent, type HttpCall } from './http-event.ts';
export { buildKinesisEvent, type KinesisChange } from './kinesis-event.ts';
export { buildRestEvent, type RestCall } from './rest-event.ts';
export { buildS3Event, type ObjectChange } from './s3-event.ts';
export { buildSnsEvent } from './sns-event.ts';
export { buildSqsEvent } from './sqs-event.ts';
export { buildStreamEvent, type StreamChange } from './stream-event.ts';
export {
  buildConnectEvent,
  buildDisconnectEvent,
  buildMessageEvent,
  type SocketChange,
} from './web-socket-event.ts';
