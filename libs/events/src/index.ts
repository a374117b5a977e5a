export { attributeMap } from './aws/attribute-value.ts';
export { callerId, cognitoClaims, type CognitoClaims } from './aws/cognito-claims.ts';
export {
  streamEvent,
  streamPlace,
  streamRecord,
  type StreamBatchResponse,
  type StreamRecord,
} from './aws/dynamodb-stream.ts';
export { eventBridgeRecord, eventBridgeRecords } from './aws/event-bridge.ts';
export { flexMatchEvent, type FlexMatchDetail, type FlexMatchEvent } from './aws/flexmatch-event.ts';
export { httpEvent, type HttpEvent } from './aws/http.ts';
export { jsonString } from './aws/json-string.ts';
export { kinesisEvent, kinesisRecord, type KinesisRecord } from './aws/kinesis.ts';
export { restEvent, type RestEvent, type RestResponse } from './aws/rest.ts';
export {
  compareSequencers,
  MAX_KEY_BYTES,
  s3ObjectOf,
  s3Record,
  s3Records,
  type S3Record,
} from './aws/s3.ts';
export { snsRecord, snsRecords } from './aws/sns.ts';
export { sqsEvent, type SqsBatchResponse, type SqsEvent, type SqsRecord } from './aws/sqs.ts';
export {
  webSocketAuthorizerRequest,
  webSocketConnect,
  webSocketDisconnect,
  webSocketMessage,
  type WebSocketAuthorizerRequest,
  type WebSocketConnect,
  type WebSocketDisconnect,
  type WebSocketMessage,
} from './aws/web-socket.ts';
export { KnownError } from './known-error.ts';
export { parseInput, parseInputAsync, type ParsedInput } from './parse-input.ts';
export { isZod, type SchemaOutput, type StandardSchema, zodOf } from './standard-schema.ts';
export { drawRequest, type DrawRequest } from './draw-request.ts';
export {
  crawlFailure,
  crawlVerdict,
  fetchFailure,
  fetchOutcome,
  MAX_AFTER_SECONDS,
  MAX_REASON,
  type CrawlFailure,
  type CrawlVerdict,
  type FetchFailure,
  type FetchOutcome,
} from './crawl-outcome.ts';
export { crawlId, crawlJob, crawlRequest, type CrawlJob } from './crawl-job.ts';
export {
  crawledPage,
  MAX_DESCRIPTION,
  MAX_LINK_BYTES,
  MAX_LINKS,
  MAX_TITLE,
  type CrawledPage,
} from './crawl-page.ts';
export { crawlUrl, MAX_CRAWL_URL } from './crawl-url.ts';
export { gameResult, MAX_DIFF, type GameResult } from './game-result.ts';
export { greeting, greetingName, greetingRequest, type Greeting, type GreetingRequest } from './greeting.ts';
export {
  photoFailed,
  photoFailure,
  photoInspection,
  photoProxy,
  photoUpload,
  type NoPhoto,
  type PhotoFailed,
  type PhotoFailure,
  type PhotoInspection,
  type PhotoProxy,
  type PhotoUpload,
} from './photo.ts';
export { playerImage, playerKey, type PlayerImage, type PlayerKey } from './player-image.ts';
export {
  position,
  rideAnswer,
  rideRequest,
  type Position,
  type RideAnswer,
  type RideRequest,
} from './ride.ts';
export { trainingRequest, type TrainingRequest, type TraningType } from './training-request.ts';
export { wellFormedText } from './well-formed-text.ts';
