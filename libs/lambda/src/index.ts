export { asyncEvent, type AsyncInvocation, type RecordHandler } from './async/async-event.ts';
export { type BusEvent, eventBridgeEvent } from './async/event-bridge-event.ts';
export { snsEvent, type SnsMessage } from './async/sns-event.ts';
export { clientOptions, quietLogger } from './client-options.ts';
export { eachMessage, type MessageHandler } from './queue/each-message.ts';
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
export { beforeDeadline, type LambdaContext, runInvocation } from './invocation.ts';
export { fingerprint } from './fingerprint.ts';
export { addLogIds, inTraces, type LogIds, withLogIds } from './observation/log-ids.ts';
export type { Logger } from './observation/logger.ts';
export type { Metrics } from './observation/metrics.ts';
export { observe, type Observation } from './observation/observe.ts';
export { continueTrace, inTrace, traceIdOf, traceMetadata } from './observation/trace.ts';
export { http } from './rest/http.ts';
export { rest } from './rest/rest.ts';
export { created, KEY_REUSED, ok, refusal, unavailable, type RestAnswer } from './rest/rest-answer.ts';
export type { RestRequest } from './rest/rest-request.ts';
export { route, type Route } from './rest/route.ts';
export type { MessageFailure, SqsMessage } from './queue/queue-records.ts';
export { sqsBatch, type MessageBatchHandler } from './queue/sqs-batch.ts';
export { sqsFifoBatch, type SqsFifoMessage } from './queue/sqs-fifo-batch.ts';
export { kinesisBatch, type KinesisMessage } from './stream/kinesis-batch.ts';
export type { RejectedRecord, ShardHandler, StreamFailure } from './stream/shard-batch.ts';
export { streamBatch, type StreamBatchHandler } from './stream/stream-batch.ts';
export type { StreamChange } from './stream/stream-change.ts';
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
