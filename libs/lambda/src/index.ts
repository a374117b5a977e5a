export { asyncEvent, type AsyncInvocation, type RecordHandler } from './async-event.ts';
export { clientOptions } from './client-options.ts';
export type { Cors } from './cors.ts';
export { eachMessage, type MessageHandler } from './each-message.ts';
export { env, parseEnv } from './env.ts';
export {
  asError,
  DeadlineError,
  EnvError,
  InvalidEventError,
  InvalidRecordError,
  RecordsFailedError,
  RejectedRecordError,
  UnavailableError,
} from './errors.ts';
export { fingerprint } from './fingerprint.ts';
export type { LambdaContext } from './lambda-context.ts';
export { withLogIds } from './log-ids.ts';
export type { Logger } from './logger.ts';
export type { Metrics } from './metrics.ts';
export { observe, type Observation } from './observe.ts';
export { rest } from './rest.ts';
export { created, ok, refusal, unavailable, type RestAnswer } from './rest-answer.ts';
export type { RestRequest } from './rest-request.ts';
export { route, type Route } from './route.ts';
export { sqsBatch, type MessageBatchHandler, type MessageFailure, type SqsMessage } from './sqs-batch.ts';
export {
  streamBatch,
  type StreamBatchHandler,
  type StreamChange,
  type StreamFailure,
} from './stream-batch.ts';
export { task, type TaskHandler } from './task.ts';
