export { attributeMap, attributeValue, type PlainValue } from './aws/attribute-value.ts';
export { cognitoClaims, type CognitoClaims } from './aws/cognito-claims.ts';
export {
  streamEvent,
  streamRecord,
  type StreamBatchResponse,
  type StreamRecord,
} from './aws/dynamodb-stream.ts';
export { jsonString } from './aws/json-string.ts';
export { restEvent, type RestEvent, type RestResponse } from './aws/rest.ts';
export { s3ObjectOf, s3Record, s3Records, type S3Record } from './aws/s3.ts';
export { MAX_KEY_BYTES } from './aws/s3-object-key.ts';
export { compareSequencers } from './aws/s3-sequencer.ts';
export { sqsEvent, sqsRecord, type SqsBatchResponse, type SqsEvent, type SqsRecord } from './aws/sqs.ts';
export { parseInput, type ParsedInput } from './parse-input.ts';
export { drawRequest, MAX_NAMES, type DrawRequest } from './draw-request.ts';
export {
  caughtError,
  crawlFailure,
  crawlVerdict,
  MAX_AFTER_SECONDS,
  type CaughtError,
  type CrawlFailure,
  type CrawlVerdict,
} from './crawl-failure.ts';
export { crawlId, crawlJob, type CrawlJob } from './crawl-job.ts';
export {
  crawledPage,
  MAX_DESCRIPTION,
  MAX_LINK_BYTES,
  MAX_LINKS,
  MAX_TITLE,
  type CrawledPage,
} from './crawl-page.ts';
export { crawlRequest, type CrawlRequest } from './crawl-request.ts';
export { crawlUrl, MAX_CRAWL_URL } from './crawl-url.ts';
export { gameResult, MAX_DIFF, type GameResult } from './game-result.ts';
export { greeting, greetingName, greetingRequest, type Greeting, type GreetingRequest } from './greeting.ts';
export {
  noPhoto,
  photo,
  photoInspection,
  photoProxy,
  type NoPhoto,
  type Photo,
  type PhotoInspection,
  type PhotoProxy,
} from './photo-outcome.ts';
export { photoUpload, type PhotoUpload } from './photo-upload.ts';
export { playerImage, playerKey, type PlayerImage, type PlayerKey } from './player-image.ts';
export { rideAnswer, type RideAnswer } from './ride-answer.ts';
export { position, type Position, rideRequest, type RideRequest } from './ride-request.ts';
export { trainingRequest, traningType, type TrainingRequest, type TraningType } from './training-request.ts';
export { wellFormedText } from './well-formed-text.ts';
