import { restApi } from '../services/apigateway/resources/rest-api.ts';
import { restAuthorizer } from '../services/apigateway/resources/rest-authorizer.ts';
import { restDeployment } from '../services/apigateway/resources/rest-deployment.ts';
import { restGatewayResponse } from '../services/apigateway/resources/rest-gateway-response.ts';
import { restMethod } from '../services/apigateway/resources/rest-method.ts';
import { restModel } from '../services/apigateway/resources/rest-model.ts';
import { restRequestValidator } from '../services/apigateway/resources/rest-request-validator.ts';
import { restResource } from '../services/apigateway/resources/rest-resource.ts';
import { restStage } from '../services/apigateway/resources/rest-stage.ts';
import { userPoolClient } from '../services/cognito/resources/user-pool-client.ts';
import { userPool } from '../services/cognito/resources/user-pool.ts';
import { dynamodbTable } from '../services/dynamodb/resources/dynamodb-table.ts';
import { iamPolicy } from '../services/iam/resources/iam-policy.ts';
import { iamRole } from '../services/iam/resources/iam-role.ts';
import { eventSourceMapping } from '../services/lambda/resources/event-source-mapping.ts';
import { lambdaEventInvokeConfig } from '../services/lambda/resources/lambda-event-invoke-config.ts';
import { lambdaFunction } from '../services/lambda/resources/lambda-function.ts';
import { lambdaPermission } from '../services/lambda/resources/lambda-permission.ts';
import { logGroup } from '../services/logs/resources/log-group.ts';
import { replicationGroup } from '../services/redis/resources/replication-group.ts';
import { s3BucketPolicy } from '../services/s3/resources/bucket-policy.ts';
import { s3Bucket } from '../services/s3/resources/bucket.ts';
import { sqsQueuePolicy } from '../services/sqs/resources/sqs-queue-policy.ts';
import { sqsQueue } from '../services/sqs/resources/sqs-queue.ts';
import { stateMachine } from '../services/states/resources/state-machine.ts';
import { honoured } from './honoured-type.ts';

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
