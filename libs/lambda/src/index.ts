export { asyncEvent, type AsyncInvocation, type RecordHandler } from './async-event.ts';
export { clientOptions } from './client-options.ts';
export { eachMessage, type MessageHandler } from './each-message.ts';
export { env, parseEnv } from './env.ts';
export {
  asError,
  DeadlineError,
  EnvError,
  InvalidEventError,
  RecordsFailedError,
  RejectedRecordError,
  UnavailableError,
} from './errors.ts';
export { fingerprint } from './fingerprint.ts';
export { addLogIds, inTraces, withLogIds } from './observation/log-ids.ts';
export type { Logger } from './observation/logger.ts';
export type { Metrics } from './observation/metrics.ts';
export { observe, type Observation } from './observation/observe.ts';
export { continueTrace, traceIdOf, traceMetadata } from './observation/trace.ts';
export { http } from './rest/http.ts';
export { rest } from './rest/rest.ts';
export { created, KEY_REUSED, ok, refusal, unavailable, type RestAnswer } from './rest/rest-answer.ts';
export type { RestRequest } from './rest/rest-request.ts';
export { route, type Route } from './rest/route.ts';
export { sqsBatch, type MessageBatchHandler, type MessageFailure, type SqsMessage } from './sqs-batch.ts';
export {
  type RejectedRecord,
  streamBatch,
  type StreamBatchHandler,
  type StreamFailure,
} from './stream-batch.ts';
export type { StreamChange } from './stream-change.ts';
export { task, type TaskHandler } from './task.ts';
export { broadcast, type BroadcastOutcome, type PostToConnection } from './web-socket/broadcast.ts';
export { connectAuthorizer } from './web-socket/connect-authorizer.ts';
export {
  connectRoute,
  disconnectRoute,
  type ConnectAnswer,
  type SocketConnect,
  type SocketDisconnect,
} from './web-socket/connect-route.ts';
export { refuseMessage, type Frame, type MessageRefusal } from './web-socket/frame.ts';
export { messageRoute, type SocketMessage } from './web-socket/message-route.ts';
export type { SocketRoute } from './web-socket/socket-route.ts';
export { webSocket } from './web-socket/web-socket.ts';
