export { attributeMap } from './aws/attribute-value.ts';
export { callerId, cognitoClaims, type CognitoClaims } from './aws/cognito-claims.ts';
export { compareSequencers } from './aws/compare-sequencers.ts';
export {
  sequenceNumberOf,
  streamEvent,
  streamRecord,
  type StreamBatchResponse,
  type StreamRecord,
} from './aws/dynamodb-stream.ts';
export { eventBridgeRecord, eventBridgeRecords } from './aws/event-bridge.ts';
export { httpEvent, type HttpEvent } from './aws/http.ts';
export { jsonString } from './aws/json-string.ts';
export { kinesisEvent, kinesisRecord, type KinesisRecord } from './aws/kinesis.ts';
export { restEvent, type RestEvent, type RestResponse } from './aws/rest.ts';
export { MAX_KEY_BYTES, s3ObjectOf, s3Record, s3Records, type S3Record } from './aws/s3.ts';
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
export { wellFormedText } from './well-formed-text.ts';
