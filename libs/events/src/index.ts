export { attributeMap, attributeValue, type PlainValue } from './aws/attribute-value.ts';
export {
  streamEvent,
  streamRecord,
  type StreamBatchResponse,
  type StreamRecord,
} from './aws/dynamodb-stream.ts';
export { jsonString } from './aws/json-string.ts';
export { restEvent, type RestEvent, type RestResponse } from './aws/rest.ts';
export { sqsEvent, sqsRecord, type SqsBatchResponse, type SqsEvent, type SqsRecord } from './aws/sqs.ts';
export { parseInput, type ParsedInput } from './parse-input.ts';
export { gameResult, MAX_DIFF, type GameResult } from './game-result.ts';
export { playerImage, playerKey, type PlayerImage, type PlayerKey } from './player-image.ts';
export { wellFormedText } from './well-formed-text.ts';
