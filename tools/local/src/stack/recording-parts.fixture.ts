import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { apigateway } from '../services/apigateway/part.ts';
import { addRestApis, createRestApiParts } from '../services/apigateway/resources/rest-api-parts.ts';
import { cognito } from '../services/cognito/part.ts';
import { dynamodb } from '../services/dynamodb/part.ts';
import { iam } from '../services/iam/part.ts';
import { createRoles } from '../services/iam/roles.ts';
import type { InvokePermission } from '../services/lambda/lambda-uses.ts';
import { lambda } from '../services/lambda/part.ts';
import { logs } from '../services/logs/part.ts';
import { redis } from '../services/redis/part.ts';
import { s3 } from '../services/s3/part.ts';
import { sqs } from '../services/sqs/part.ts';
import { states } from '../services/states/part.ts';
import type { StackTemplate } from '../template/template.ts';
import { checkTemplates } from './check-templates.ts';
import { deploy, typesOf } from './deploy.ts';
import type { OpenPart, Part } from './part.ts';
import { PARTS } from './parts.ts';

type Given = {
  region: string;
  accountId: string;
  gatewayUrl: string;
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
};

/** The stack's resource types with the given engines; what its parts would run is noted down. */
export function recordingParts(given: Given) {
  const { region, accountId, gatewayUrl } = given;
  const made = nothing();
  const roles = createRoles({ accountId });
  const permissions: InvokePermission[] = [];
  const parts = createRestApiParts();
  const opened = new Map<Part, Pick<OpenPart, 'uses' | 'finishTemplate'>>([
    [dynamodb, { uses: { client: given.dynamodb } }],
    [sqs, { uses: { client: given.sqs } }],
    [iam, { uses: roles }],
    [
      logs,
      {
        uses: { createGroup: () => true, setRetention: (...group: unknown[]) => made.logGroups.push(group) },
      },
    ],
    [
      redis,
      { uses: { endpoint: ({ tls }: { tls: boolean }) => ({ host: '127.0.0.1', port: tls ? 6400 : 6379 }) } },
    ],
    [
      lambda,
      {
        uses: {
          permissions,
          functions: { create: async (config: unknown) => made.functions.push(config) },
          eventInvokeConfigs: { put: (...config: unknown[]) => made.eventInvokeConfigs.push(config) },
          mappings: {
            addSqs: (config: unknown) => made.sqsMappings.push(config),
            addStream: (config: unknown, onFailureArn: unknown) =>
              made.streamMappings.push({ config, onFailureArn }),
          },
        },
      },
    ],
    [
      s3,
      {
        uses: {
          permissions,
          buckets: {
            put: (name: unknown, settings: unknown) => made.buckets.push({ name, settings }),
            putPolicy: (name: unknown, policy: unknown) => made.buckets.push({ name, policy }),
          },
        },
      },
    ],
    [
      cognito,
      {
        uses: {
          add: (pool: unknown) => made.userPools.push(pool),
          addClient: (...client: unknown[]) => made.userPools.push(client),
        },
      },
    ],
    [states, { uses: { add: (machine: unknown) => made.stateMachines.push(machine) } }],
    [
      apigateway,
      {
        uses: parts,
        finishTemplate: () =>
          addRestApis({
            ...{ account: { region, accountId }, parts, permissions },
            add: (api, accessLogs) => void made.restApis.push({ api, accessLogs }),
          }),
      },
    ],
  ]);
  const types = typesOf(PARTS.map((part) => ({ part, open: opened.get(part) ?? { uses: undefined } })));
  const place = { region, accountId, gatewayUrl };
  const checkAndDeploy = async (stacks: readonly StackTemplate[]) => {
    await checkTemplates(stacks, PARTS);
    return deploy(stacks, place, types);
  };
  return { deploy: checkAndDeploy, made, roles };
}

type Made = Record<
  | 'functions'
  | 'sqsMappings'
  | 'streamMappings'
  | 'restApis'
  | 'logGroups'
  | 'userPools'
  | 'buckets'
  | 'stateMachines'
  | 'eventInvokeConfigs',
  unknown[]
>;

function nothing(): Made {
  return {
    functions: [],
    sqsMappings: [],
    streamMappings: [],
    restApis: [],
    logGroups: [],
    userPools: [],
    buckets: [],
    stateMachines: [],
    eventInvokeConfigs: [],
  };
}
