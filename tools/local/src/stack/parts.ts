import { apigateway } from '../services/apigateway/part.ts';
import { cloudformation } from '../services/cloudformation/part.ts';
import { cloudwatch } from '../services/cloudwatch/part.ts';
import { cognito } from '../services/cognito/part.ts';
import { dynamodb } from '../services/dynamodb/part.ts';
import { ec2 } from '../services/ec2/part.ts';
import { events } from '../services/events/part.ts';
import { gamelift } from '../services/gamelift/part.ts';
import { httpApi } from '../services/http-api/part.ts';
import { iam } from '../services/iam/part.ts';
import { lambda } from '../services/lambda/part.ts';
import { lambdaUrl } from '../services/lambda-url/part.ts';
import { logs } from '../services/logs/part.ts';
import { metrics } from '../services/metrics/part.ts';
import { redis } from '../services/redis/part.ts';
import { s3 } from '../services/s3/part.ts';
import { sns } from '../services/sns/part.ts';
import { sqs } from '../services/sqs/part.ts';
import { states } from '../services/states/part.ts';
import { sts } from '../services/sts/part.ts';
import { websocket } from '../services/websocket/part.ts';
import type { Part } from './part.ts';

/** Every service of the stack, each after those that it needs; the stack disposes them in the reverse order. */
export const PARTS: readonly Part[] = [
  // Processes, which start while the others open.
  dynamodb,
  redis,
  cloudformation,
  ec2,
  metrics,
  iam,
  sts,
  logs,
  sqs,
  lambda,
  lambdaUrl,
  sns,
  cloudwatch,
  events,
  gamelift,
  s3,
  cognito,
  states,
  websocket,
  // Before the part that owns the addresses of all other APIs.
  httpApi,
  apigateway,
];
