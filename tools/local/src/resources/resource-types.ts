import { dynamodbTable } from './dynamodb-table.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { honoured } from './honoured-type.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { logGroup } from './log-group.ts';
import { replicationGroup } from './replication-group.ts';
import { restApi } from './rest-api.ts';
import { restDeployment } from './rest-deployment.ts';
import { restMethod } from './rest-method.ts';
import { restResource } from './rest-resource.ts';
import { restStage } from './rest-stage.ts';
import { sqsQueue } from './sqs-queue.ts';
import { sqsQueuePolicy } from './sqs-queue-policy.ts';

const types = [
  honoured(dynamodbTable),
  honoured(eventSourceMapping),
  honoured(iamPolicy),
  honoured(iamRole),
  honoured(lambdaFunction),
  honoured(lambdaPermission),
  honoured(logGroup),
  honoured(replicationGroup),
  honoured(restApi),
  honoured(restDeployment),
  honoured(restMethod),
  honoured(restResource),
  honoured(restStage),
  honoured(sqsQueue),
  honoured(sqsQueuePolicy),
];

/** Every resource type that the stack acts out, by name. */
export const resourceTypes = new Map(types.map((type) => [type.type, type]));
