import { dynamodbTable } from './dynamodb-table.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { honoured } from './honoured-type.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { logGroup } from './log-group.ts';
import { replicationGroup } from './replication-group.ts';
import { restApi } from './rest-api.ts';
import { restAuthorizer } from './rest-authorizer.ts';
import { restDeployment } from './rest-deployment.ts';
import { restGatewayResponse } from './rest-gateway-response.ts';
import { restMethod } from './rest-method.ts';
import { restModel } from './rest-model.ts';
import { restRequestValidator } from './rest-request-validator.ts';
import { restResource } from './rest-resource.ts';
import { restStage } from './rest-stage.ts';
import { s3Bucket } from './s3-bucket.ts';
import { s3BucketPolicy } from './s3-bucket-policy.ts';
import { sqsQueue } from './sqs-queue.ts';
import { sqsQueuePolicy } from './sqs-queue-policy.ts';
import { stateMachine } from './state-machine.ts';
import { userPool } from './user-pool.ts';
import { userPoolClient } from './user-pool-client.ts';

const types = [
  honoured(dynamodbTable),
  honoured(eventSourceMapping),
  honoured(iamPolicy),
  honoured(iamRole),
  honoured(lambdaEventInvokeConfig),
  honoured(lambdaFunction),
  honoured(lambdaPermission),
  honoured(logGroup),
  honoured(replicationGroup),
  honoured(restApi),
  honoured(restAuthorizer),
  honoured(restDeployment),
  honoured(restGatewayResponse),
  honoured(restMethod),
  honoured(restModel),
  honoured(restRequestValidator),
  honoured(restResource),
  honoured(restStage),
  honoured(s3Bucket),
  honoured(s3BucketPolicy),
  honoured(sqsQueue),
  honoured(sqsQueuePolicy),
  honoured(stateMachine),
  honoured(userPool),
  honoured(userPoolClient),
];

/** Every resource type that the stack acts out, by name. */
export const resourceTypes = new Map(types.map((type) => [type.type, type]));
