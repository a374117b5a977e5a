import { createClock } from '../clock.ts';
import { createExecutions } from '../services/states/executions.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import { createRestFront } from '../services/apigateway/rest-api.ts';
import { createAsyncInvocations } from '../services/lambda/async-invocations.ts';
import { createEventInvokeConfigs } from '../services/lambda/event-invoke-configs.ts';
import { createFunctions } from '../services/lambda/functions.ts';
import { createRoles } from '../services/iam/roles.ts';
import type { LogLine } from '../services/logs/log-line.ts';
import { createObjects } from '../services/s3/create-objects.ts';
import type { Outputs } from '../resources/create-resources.ts';
import type { InertNote } from '../resources/inert-notes.ts';
import type { StackParameters } from '../template/with-parameters.ts';
import { createUserPools } from '../services/cognito/user-pools.ts';
import { createAccessLogs } from '../services/apigateway/access-logs.ts';
import { deployStacks } from './deploy-stacks.ts';
import { startEngines } from './engines.ts';
import { createEventSourceMappings } from '../triggers/event-source-mappings.ts';
import { createQueueSender } from '../services/lambda/send-to-queue.ts';
import { serveGateway } from './serve-gateway.ts';
import { reservePort } from './reserve-port.ts';
import { openStateFolder } from './state-folder.ts';

export type StackOptions = {
  /** Folder of the cloud assembly: templates and zips, as they deploy. */
  assembly: string;
  /** Values of template parameters, by stack and name; their defaults otherwise. */
  parameters?: StackParameters;
  /** Where state is kept; absent: nowhere, it goes with the stack. */
  stateDir?: string;
  /** Forgets what earlier stacks kept in `stateDir`. */
  reset?: boolean;
  /** Of 127.0.0.1; 0 picks a free one. */
  port: number;
  /** How much faster than real time queues, retries and windows run; 1 by default. */
  clockSpeed?: number;
  region?: string;
  /** A Redis to use in place of the stack's own. */
  redisUrl?: string;
  /** Faults to inject at the gateway. */
  faults?: FaultPlanInput;
  /** Every line that a function logs. */
  onLine?: (line: LogLine) => void;
  /** What the stack itself has to say, such as a mapping that may not poll. */
  onNotice?: (text: string) => void;
};

export type Stack = {
  /** The gateway, for every AWS client: `--endpoint-url`. */
  url: string;
  outputs: Outputs;
  /** What the templates hold that has no meaning on a laptop. */
  inert: readonly InertNote[];
  /** Path of the certificate that clients of Redis must trust (PEM). */
  redisCa: string | undefined;
  /** Resolves with one line when an engine ends by itself. */
  died: Promise<string>;
  stop(): Promise<void>;
};

/**
 * Runs the stacks of a cloud assembly: engines, gateway, resources, functions, triggers. Throws `PortTakenError`,
 * `StateInUseError`, `FaultPlanError`, the engines' errors, and `TemplateError` for what the stack does not support.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const parts = new AsyncDisposableStack();
  try {
    return await assemble(options, parts);
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function assemble(options: StackOptions, parts: AsyncDisposableStack): Promise<Stack> {
  const { region = 'us-east-1', onLine = () => undefined, onNotice = () => undefined, redisUrl } = options;
  const reserved = await reservePort(options.port);
  parts.defer(reserved.release);
  const gatewayUrl = `http://127.0.0.1:${reserved.port}`;
  const place = { region, accountId: '000000000000', gatewayUrl };
  const state = openStateFolder(options.stateDir, options.reset);
  parts.defer(state.release);
  const clock = createClock(options.clockSpeed);
  const engines = await startEngines({ state, clock, region, redisUrl, onLine });
  parts.defer(engines.stop);

  const { logs, checkpoints, redis } = engines;
  const roles = createRoles(place);
  const functions = createFunctions({
    ...place,
    dir: state.path('functions'),
    endpoint: gatewayUrl,
    credentialsFor: ({ name, roleName }) => roles.credentialsFor(name, roleName),
    logs,
    ...(redis.ca !== undefined && { caFile: redis.ca }),
  });
  const credentialsFor = (name: string) =>
    roles.credentialsFor(name, functions.get(name)?.config.roleName ?? '');
  const eventInvokeConfigs = createEventInvokeConfigs((name) => functions.get(name)?.config);
  const asyncInvocations = createAsyncInvocations({
    invoke: functions.invoke,
    clock,
    events: engines.asyncEvents,
    settingsOf: eventInvokeConfigs.settingsOf,
    send: createQueueSender({ ...place, credentialsFor }),
    onDiscarded: ({ functionName, requestId }) =>
      onNotice(`${functionName} ${requestId}: event discarded after its retries`),
    onUndelivered: ({ functionName, requestId }, queueArn, reason) =>
      onNotice(`${functionName} ${requestId}: ${queueArn} did not take the failed event: ${reason}`),
  });
  const { accept } = asyncInvocations;
  const objects = createObjects({ ...place, store: engines.objects, permissions: roles, clock, accept });
  const mappings = createEventSourceMappings({
    ...place,
    functions,
    clock,
    checkpoints,
    credentialsFor,
    log: onNotice,
  });
  const executions = createExecutions({
    file: state.path('executions.db'),
    clock,
    invoker: functions,
    roles,
    logs,
  });
  const userPools = createUserPools({ ...place, store: engines.userPools, notify: onNotice });
  const accessLogs = createAccessLogs(logs);
  const rest = createRestFront({
    ...place,
    baseUrl: gatewayUrl,
    invoker: functions,
    authorizers: userPools.authorizers,
    accessLog: accessLogs.write,
  });
  await reserved.release();
  const gateway = await serveGateway({
    place,
    engines,
    functions,
    asyncInvocations,
    mappings,
    roles,
    executions,
    objects,
    userPools,
    front: rest.front,
    faults: options.faults,
    onFault: ({ kind, service, operation, caller }) =>
      onNotice(`chaos: ${kind} for ${service}:${operation} of ${caller}`),
  });
  parts.defer(gateway.stop);
  parts.defer(async () => {
    await Promise.all([objects.stop(), asyncInvocations.stop(), mappings.stop(), functions.stop()]);
  });

  const { buckets } = objects;
  const ports = {
    functions,
    eventInvokeConfigs,
    buckets,
    mappings,
    roles,
    stateMachines: executions,
    userPools,
    redis,
    logs,
    restApis: { ...rest, accessLogs },
  };
  const deployed = await deployStacks(
    { assembly: options.assembly, parameters: options.parameters ?? {}, place, ports, clock, onNotice },
    parts,
  );
  mappings.start();
  asyncInvocations.resume();
  objects.start();
  return {
    url: gateway.url,
    ...deployed,
    redisCa: redis.ca,
    died: engines.died,
    stop: () => parts.disposeAsync(),
  };
}
