import { createClock, type MovableClock } from '../clock.ts';
import { type Console, createConsole } from '../console/open-console.ts';
import { createFaults, disconnectFaults, type InjectedFault } from '../faults/create-faults.ts';
import { createFaultSwitches, type FaultSwitches } from '../faults/fault-switches.ts';
import { openGateway } from '../gateway/gateway.ts';
import type { RouteOptions } from '../gateway/route-request.ts';
import { cloudformation } from '../services/cloudformation/part.ts';
import { iam } from '../services/iam/part.ts';
import { withLocalQueue } from '../services/gamelift/placement/local-queue.ts';
import { lambda } from '../services/lambda/part.ts';
import { redis } from '../services/redis/part.ts';
import { sqs } from '../services/sqs/part.ts';
import { loadStacks } from '../template/load.ts';
import { needsRedis } from '../template/needs-redis.ts';
import type { StackTemplate } from '../template/template.ts';
import { withParameters } from '../template/with-parameters.ts';
import { checkTemplates } from './check-templates.ts';
import { deploy, typesOf } from './deploy.ts';
import { openPermissions, PERMISSIONS_FILE } from './open-permissions.ts';
import { openParts, type OpenParts } from './open-parts.ts';
import type { Place } from './part.ts';
import { PARTS } from './parts.ts';
import { createCallRecord, createTestControls } from './test-controls.ts';
import type { Stack, StackOptions } from './stack.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { openTraces, type Traces } from '../traces/open-traces.ts';
import type { Tracer } from '../traces/tracer.ts';

export type { Stack, StackOptions };

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
  const clock = createClock(options.clockSpeed);
  const ownConsole = createConsole();
  const traces = opening.use(
    openTraces({
      file: state.path('traces.db'),
      onChanged: ownConsole.onTraces,
      onNotice: options.onNotice ?? (() => undefined),
    }),
  );
  const told = {
    ownConsole,
    traces,
    tracer: options.traces === false ? undefined : traces.tracer,
    faults: createFaultSwitches(options.faults),
  };
  const found = stacksOf(options);
  const withoutRedis = !found.some(needsRedis);
  const place = placeOf(
    options,
    { gatewayUrl: gateway.url, ownCalls: gateway.ownCalls, statePath: state.path, clock, withoutRedis },
    told,
  );
  const checked = checkTemplates(found, PARTS);
  // Told below, when the parts are open and can be disposed.
  checked.catch(() => undefined);
  const parts = opening.use(await openParts(PARTS, place));
  await Promise.all([checked, traces.ready]);
  const permissions = opening.use(
    openPermissions(state.path(PERMISSIONS_FILE), parts.usesOf(iam), parts.usesOf(lambda).functions),
  );
  const { routes, record } = routesOf(parts, { ...place, clock }, { ...told, permissions: permissions.list });
  gateway.serve(routes);
  // It stops before the parts behind it.
  opening.defer(gateway.stop);
  const stacks = withParameters(found, withLocalQueue(found, options.parameters ?? {}));
  const engines = Promise.all(parts.all.map(({ open }) => open.ready));
  const [{ stacks: made, ...deployed }] = await Promise.all([
    deploy(stacks, place, typesOf(parts.all)),
    engines,
  ]);
  for (const stack of made) parts.usesOf(cloudformation).add(stack);
  for (const { open } of parts.all) opening.use(open.start?.());
  const running = opening.move();
  const forgetSettings = async () => {
    clock.reset();
    told.faults.reset();
    ownConsole.forget();
    permissions.forget();
  };
  const controls = createTestControls(
    [{ reset: traces.clear }, ...parts.all.map(({ open }) => open), { reset: forgetSettings }],
    record,
    { visible: () => visibleToMappings(parts), foreign: options.redisUrl ?? options.dynamodbEndpoint },
  );
  return {
    url: gateway.url,
    ...deployed,
    redisCa: parts.usesOf(redis).ca,
    functions: parts.usesOf(lambda).functions,
    ...controls,
    permissions: permissions.list,
    clock,
    died: Promise.race(parts.all.flatMap(({ open }) => open.died ?? [])),
    stop: () => running.disposeAsync(),
  };
}

/** The queues with messages that their mappings could receive now. */
async function visibleToMappings(parts: OpenParts): Promise<string[]> {
  const visible = await parts.usesOf(sqs).visible();
  return parts
    .usesOf(lambda)
    .mappings.list()
    .flatMap(({ EventSourceArn = '', State }) => {
      const count = State === 'Enabled' ? visible[EventSourceArn] : undefined;
      return count === undefined ? [] : [`${count} messages in ${EventSourceArn}`];
    });
}

function placeOf(
  options: StackOptions,
  opened: Pick<Place, 'gatewayUrl' | 'ownCalls' | 'statePath' | 'withoutRedis'> & { clock: MovableClock },
  { ownConsole, tracer, faults }: Told,
): Place {
  const { region = 'us-east-1', onLine = () => undefined, onNotice = () => undefined } = options;
  const { redisUrl, dynamodbEndpoint } = options;
  return {
    region,
    accountId: '000000000000',
    ...opened,
    onClockMoved: opened.clock.onMove,
    ...(tracer && { tracer }),
    onLine: (line) => {
      ownConsole.onLine(line);
      tracer?.line(line);
      onLine(line);
    },
    onNotice,
    disconnects: disconnectFaults(faults, (kind) => onNotice(`chaos: ${kind} of a connection that ended`)),
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
type Told = { ownConsole: Console; traces: Traces; tracer: Tracer | undefined; faults: FaultSwitches };

function routesOf(
  parts: OpenParts,
  place: Place & { clock: MovableClock },
  { ownConsole, traces, tracer, faults, permissions }: Told & { permissions: Stack['permissions'] },
): { routes: RouteOptions; record: ReturnType<typeof createCallRecord> } {
  const services = parts.all.flatMap(({ open }) => open.service ?? []);
  const onFault = ({ kind, service, operation, caller }: InjectedFault) => {
    tracer?.fault(kind);
    place.onNotice(`chaos: ${kind} for ${service}:${operation} of ${caller}`);
  };
  const { callerOf, authorize } = parts.usesOf(iam);
  const { sites, observe } = ownConsole.open(place, parts, { traces, faults, permissions });
  const record = createCallRecord(createFaults(faults, services, onFault, place.clock.now));
  const routes: RouteOptions = {
    services,
    sites: [...sites, ...parts.all.flatMap(({ open }) => open.site ?? [])],
    sockets: parts.all.flatMap(({ open }) => open.sockets ?? []),
    around: record.around,
    callerOf,
    authorize,
    ...(tracer && { watch: tracer }),
    audit: (call) => {
      record.observe(call);
      observe(call);
      for (const { open } of parts.all) open.observe?.(call);
    },
  };
  return { routes, record };
}

function stacksOf({ assembly, only }: StackOptions): StackTemplate[] {
  const stacks = loadStacks(assembly);
  return only ? stacks.filter(({ name }) => only.includes(name)) : stacks;
}
