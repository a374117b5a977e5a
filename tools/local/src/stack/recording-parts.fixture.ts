import { createRoles, type Roles } from '../services/iam/roles.ts';
import type { StackPorts } from './stack-ports.ts';

type Given = Pick<StackPorts, 'region' | 'accountId' | 'gatewayUrl' | 'dynamodb' | 'sqs'>;

/** Ports with the given engines that note down what the parts of the stack would run. */
export function recordingPorts(given: Given): { ports: StackPorts; made: Made; roles: Roles } {
  const made = nothing();
  const roles = createRoles({ accountId: given.accountId });
  const ports: StackPorts = {
    ...given,
    roles,
    userPools: {
      add: (pool) => void made.userPools.push(pool),
      addClient: (...client) => void made.userPools.push(client),
    },
    stateMachines: { add: (machine) => void made.stateMachines.push(machine) },
    buckets: { put: (name, settings) => void made.buckets.push({ name, settings }) },
    eventInvokeConfigs: { put: (...config) => void made.eventInvokeConfigs.push(config) },
    functions: { create: async (config) => void made.functions.push(config) },
    mappings: {
      addSqs: (config) => void made.sqsMappings.push(config),
      addStream: (config, onFailureArn) => void made.streamMappings.push({ config, onFailureArn }),
    },
    restApis: { add: (api, accessLogs) => void made.restApis.push({ api, accessLogs }) },
    logGroups: { add: (...group) => void made.logGroups.push(group) },
    redis: { endpoint: ({ tls }) => ({ host: '127.0.0.1', port: tls ? 6400 : 6379 }) },
  };
  return { ports, made, roles };
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
