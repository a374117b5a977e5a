import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod';
import type { RestApi } from '../services/apigateway/rest-config.ts';
import type { EventInvokeConfigs } from '../services/lambda/event-invoke-configs.ts';
import type { FunctionConfig } from '../services/lambda/function-config.ts';
import type { Roles } from '../services/iam/roles.ts';
import type { Executions } from '../services/states/executions.ts';
import type { Objects } from '../services/s3/create-objects.ts';
import type { sqsMappingConfig } from '../triggers/sqs/sqs-mapping-config.ts';
import type { streamMappingConfig } from '../triggers/stream/stream-mapping-config.ts';
import type { UserPools } from '../services/cognito/user-pools.ts';

/** A stage's access log: `format` with `$context` variables. */
export type AccessLog = { logGroup: string; format: string };

/** What the resources of a template are made with. */
export type StackPorts = {
  region: string;
  accountId: string;
  /** Base URL of the gateway, without a slash at its end. */
  gatewayUrl: string;
  /** Both speak to the gateway, as a client outside the stack. */
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
  functions: { create(config: FunctionConfig): Promise<unknown> };
  mappings: {
    addSqs(config: z.input<typeof sqsMappingConfig>): void;
    /** `onFailureArn`: queue that is told about batches given up. */
    addStream(config: z.input<typeof streamMappingConfig>, onFailureArn: string | undefined): void;
  };
  /** `accessLogs`: where a stage writes a line per request, by stage name. */
  restApis: { add(api: RestApi, accessLogs: Readonly<Record<string, AccessLog>>): void };
  roles: Pick<Roles, 'add' | 'attach'>;
  stateMachines: Pick<Executions, 'add'>;
  userPools: Pick<UserPools, 'add' | 'addClient'>;
  buckets: Objects['buckets'];
  eventInvokeConfigs: Pick<EventInvokeConfigs, 'put'>;
  /** Without `retentionDays` lines are kept for ever. */
  logGroups: { add(name: string, retentionDays?: number): void };
  /** Where functions reach Redis; `tls`: the template asks for encryption in transit. */
  redis: { endpoint(options: { tls: boolean }): { host: string; port: number } };
};
