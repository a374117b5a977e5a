import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { runTtlSweep } from '../services/dynamodb/ttl-sweep.ts';
import type { RestFront } from '../services/apigateway/rest-api.ts';
import type { LogStore } from '../services/logs/log-store.ts';
import { createResources } from '../resources/create-resources.ts';
import type { StackPorts } from '../resources/stack-ports.ts';
import { loadStacks } from '../template/load.ts';
import { type StackParameters, withParameters } from '../template/with-parameters.ts';
import type { createAccessLogs } from '../services/apigateway/access-logs.ts';
import type { Place } from './serve-gateway.ts';

/** DynamoDB deletes expired items within days; here it looks once a minute. */
const TTL_SWEEP_SECONDS = 60;

type Ports = Pick<
  StackPorts,
  | 'functions'
  | 'mappings'
  | 'roles'
  | 'stateMachines'
  | 'userPools'
  | 'buckets'
  | 'eventInvokeConfigs'
  | 'redis'
> & {
  logs: LogStore;
  restApis: Pick<RestFront, 'add'> & { accessLogs: ReturnType<typeof createAccessLogs> };
};

/** Makes the resources of every stack of the assembly, and sweeps its tables from then on. */
export async function deployStacks(
  options: {
    assembly: string;
    parameters: StackParameters;
    place: Place;
    ports: Ports;
    clock: Clock;
    onNotice: (text: string) => void;
  },
  parts: AsyncDisposableStack,
) {
  const { place, ports } = options;
  const credentials = { accessKeyId: 'stack', secretAccessKey: 'stack' };
  const client = { endpoint: place.gatewayUrl, region: place.region, credentials };
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient(client);
  const stacks = withParameters(loadStacks(options.assembly), options.parameters);
  const deployed = await createResources({
    stacks,
    ports: {
      ...place,
      ...ports,
      dynamodb,
      sqs,
      logGroups: logGroups(ports.logs),
      restApis: restApis(ports.restApis),
    },
  });
  sqs.destroy();
  const sweeping = new AbortController();
  const onError = (error: unknown) => options.onNotice(`Expired items were not deleted: ${String(error)}`);
  const { signal } = sweeping;
  const swept = runTtlSweep({
    client: dynamodb,
    clock: options.clock,
    everySeconds: TTL_SWEEP_SECONDS,
    signal,
    onError,
  });
  parts.defer(async () => {
    sweeping.abort();
    await swept;
    dynamodb.destroy();
  });
  return deployed;
}

function logGroups(logs: LogStore): StackPorts['logGroups'] {
  return {
    add: (name, retentionDays) => {
      logs.createGroup(name);
      logs.setRetention(name, retentionDays);
    },
  };
}

function restApis({ add, accessLogs }: Ports['restApis']): StackPorts['restApis'] {
  return {
    add: (api, formats) => {
      add(api);
      accessLogs.add(api, formats);
    },
  };
}
