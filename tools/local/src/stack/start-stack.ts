import { createClock } from '../clock.ts';
import { type Console, createConsole } from '../console/open-console.ts';
import { createFaults, disconnectFaults, type InjectedFault } from '../faults/create-faults.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import { openGateway } from '../gateway/gateway.ts';
import type { RouteOptions } from '../gateway/route-request.ts';
import type { LogLine } from '../log-line.ts';
import { cloudformation } from '../services/cloudformation/part.ts';
import { iam } from '../services/iam/part.ts';
import { withLocalQueue } from '../services/gamelift/placement/local-queue.ts';
import { redis } from '../services/redis/part.ts';
import type { IgnoredNote } from '../template/ignored.ts';
import { loadStacks } from '../template/load.ts';
import type { StackTemplate } from '../template/template.ts';
import { type StackParameters, withParameters } from '../template/with-parameters.ts';
import { deploy, type Outputs, typesOf } from './deploy.ts';
import { openParts, type OpenParts } from './open-parts.ts';
import type { Place } from './part.ts';
import { PARTS } from './parts.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { openTraces, type Traces } from '../traces/open-traces.ts';

export type StackOptions = {
  /** Folder of the cloud assembly: templates and zips, as they deploy. */
  assembly: string;
  /** Names of the stacks to run; all of the assembly by default. */
  only?: readonly string[];
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
  /**
   * `http://HOST:PORT` of a running DynamoDB engine with streams, to use in place of the stack's own. It keeps the
   * tables: with `stateDir` they stay there; without, the stack begins with empty tables and deletes them when it stops.
   * `reset` deletes the tables that a stack made there and the templates name, and no others.
   */
  dynamodbEndpoint?: string;
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
  ignored: readonly IgnoredNote[];
  /** Path of the certificate that clients of Redis must trust (PEM). */
  redisCa: string | undefined;
  /** Resolves with one line when an engine ends by itself. */
  died: Promise<string>;
  stop(): Promise<void>;
};

/**
 * Runs the stacks of a cloud assembly: opens the parts behind the gateway, makes the resources, starts what runs by
 * itself. What was opened is disposed in the reverse order when the stack stops, or when it cannot start. Throws
 * `PortTakenError`, `StateInUseError`, `EngineEndpointError`, `FaultPlanError`, the parts' errors, and `TemplateError` for what the stack does
 * not support.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  await using opening = new AsyncDisposableStack();
  const gateway = await openGateway(options.port);
  opening.defer(gateway.stop);
  const state = openStateFolder(options.stateDir, options.reset);
  opening.defer(() => state.release());
  const ownConsole = createConsole();
  const traces = opening.use(
    await openTraces({
      file: state.path('traces.db'),
      onChanged: ownConsole.onTraces,
      onNotice: options.onNotice ?? (() => undefined),
    }),
  );
  const told = { ownConsole, traces };
  const place = placeOf(options, gateway.url, state.path, told);
  const parts = opening.use(await openParts(PARTS, place));
  gateway.serve(routesOf(parts, options.faults, place, told));
  // It stops before the parts behind it.
  opening.defer(gateway.stop);
  const found = stacksOf(options);
  const stacks = withParameters(found, withLocalQueue(found, options.parameters ?? {}));
  const { stacks: made, ...deployed } = await deploy(stacks, place, typesOf(parts.all));
  for (const stack of made) parts.usesOf(cloudformation).add(stack);
  for (const { open } of parts.all) opening.use(open.start?.());
  const running = opening.move();
  return {
    url: gateway.url,
    ...deployed,
    redisCa: parts.usesOf(redis).ca,
    died: Promise.race(parts.all.flatMap(({ open }) => open.died ?? [])),
    stop: () => running.disposeAsync(),
  };
}

function placeOf(
  options: StackOptions,
  gatewayUrl: string,
  statePath: Place['statePath'],
  { ownConsole, traces: { tracer } }: Told,
): Place {
  const { region = 'us-east-1', onLine = () => undefined, onNotice = () => undefined } = options;
  const { redisUrl, dynamodbEndpoint, faults } = options;
  return {
    region,
    accountId: '000000000000',
    gatewayUrl,
    clock: createClock(options.clockSpeed),
    statePath,
    tracer,
    onLine: (line) => {
      ownConsole.onLine(line);
      tracer.line(line);
      onLine(line);
    },
    onNotice,
    ...(faults && {
      disconnects: disconnectFaults(faults, (kind) => onNotice(`chaos: ${kind} of a connection that ended`)),
    }),
    ...(redisUrl !== undefined && { redisUrl }),
    ...(dynamodbEndpoint !== undefined && {
      dynamodb: {
        endpoint: dynamodbEndpoint,
        reset: options.reset ?? false,
        keepsTables: options.stateDir !== undefined,
      },
    }),
  };
}

/** What the gateway serves. Throws `FaultPlanError`. */
type Told = { ownConsole: Console; traces: Traces };

function routesOf(
  parts: OpenParts,
  faults: FaultPlanInput | undefined,
  place: Place,
  { ownConsole, traces }: Told,
): RouteOptions {
  const services = parts.all.flatMap(({ open }) => open.service ?? []);
  const onFault = ({ kind, service, operation, caller }: InjectedFault) => {
    traces.tracer.fault(kind);
    place.onNotice(`chaos: ${kind} for ${service}:${operation} of ${caller}`);
  };
  const { callerOf, authorize } = parts.usesOf(iam);
  const { sites, observe } = ownConsole.open(place, parts, traces);
  return {
    services,
    sites: [...sites, ...parts.all.flatMap(({ open }) => open.site ?? [])],
    sockets: parts.all.flatMap(({ open }) => open.sockets ?? []),
    ...(faults && { around: createFaults(faults, services, onFault) }),
    callerOf,
    authorize,
    watch: traces.tracer,
    audit: (call) => {
      observe(call);
      for (const { open } of parts.all) open.observe?.(call);
    },
  };
}

function stacksOf({ assembly, only }: StackOptions): StackTemplate[] {
  const stacks = loadStacks(assembly);
  return only ? stacks.filter(({ name }) => only.includes(name)) : stacks;
}
