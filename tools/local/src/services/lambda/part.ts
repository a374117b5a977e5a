import { createEventSourceMappings } from '../../triggers/event-source-mappings.ts';
import { openSqliteCheckpoints } from '../../triggers/stream/sqlite-checkpoints.ts';
import { createTableWrites } from '../../triggers/stream/table-writes.ts';
import { part, type Place } from '../../stack/part.ts';
import { iam } from '../iam/part.ts';
import type { Roles } from '../iam/roles.ts';
import { logs } from '../logs/part.ts';
import type { LogStore } from '../logs/log-store.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { metrics } from '../metrics/part.ts';
import { redis } from '../redis/part.ts';
import { openAsyncEvents } from './async/async-event-file.ts';
import { createAsyncInvocations } from './async/async-invocations.ts';
import { createEventInvokeConfigs } from './async/event-invoke-configs.ts';
import { functionMetrics, reportGivenUp } from './function-metrics.ts';
import { createFunctions } from './functions.ts';
import { createInvocationWatch, storesLog } from './invocation-watch.ts';
import type { InvokePermission } from './lambda-uses.ts';
import { createLambdaService } from './operations/lambda-service.ts';
import { eventSourceMapping } from './resources/event-source-mapping.ts';
import { lambdaEventInvokeConfig } from './resources/lambda-event-invoke-config.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { lambdaPermission } from './resources/lambda-permission.ts';
import { createQueueSender } from './async/send-to-queue.ts';

/** Lambda: functions as processes, their asynchronous invocations and their event source mappings. */
export const lambda = part({
  name: 'lambda',
  resources: [eventSourceMapping, lambdaEventInvokeConfig, lambdaFunction, lambdaPermission],
  needs: { iam, logs, metrics, redis },
  open: async (place, needs) => openLambda(place, { ...needs, roles: needs.iam, caFile: needs.redis.ca }),
});

function openLambda(
  place: Place,
  {
    roles,
    logs,
    metrics,
    caFile,
  }: { roles: Roles; logs: LogStore; metrics: MetricStore; caFile: string | undefined },
) {
  const { clock, onNotice, statePath, region, accountId, gatewayUrl, ownCalls, tracer } = place;
  const checkpoints = openSqliteCheckpoints(statePath('checkpoints.db'));
  const events = openAsyncEvents(statePath('async-events.db'));
  const invocations = createInvocationWatch();
  invocations.add(functionMetrics(metrics, clock));
  invocations.add(storesLog(logs));
  if (tracer !== undefined) invocations.add(tracer.invocations);
  const functions = createFunctions({
    ...{ region, accountId, logs, watch: invocations },
    dir: statePath('functions'),
    endpoint: gatewayUrl,
    credentialsFor: ({ name, roleName }) => roles.newSession(name, roleName),
    ...(tracer && { environments: tracer.environments }),
    ...(caFile !== undefined && { caFile }),
  });
  const configOf = (name: string) => functions.get(name)?.config;
  const credentialsFor = (name: string) => roles.credentialsFor(name, configOf(name)?.roleName ?? '');
  const eventInvokeConfigs = createEventInvokeConfigs(configOf);
  const send = createQueueSender({ gatewayUrl, region, credentialsFor });
  const receiverOf = (name: string, queueArn: string) =>
    eventInvokeConfigs.settingsOf(name).deadLetterArn === queueArn
      ? 'DeadLetterErrors'
      : 'DestinationDeliveryFailures';
  const asyncInvocations = createAsyncInvocations({
    ...{ clock, events, settingsOf: eventInvokeConfigs.settingsOf },
    invoke: ({ functionName, payload, requestId, trace }) =>
      functions.invoke(functionName, payload, { requestId, trace, trigger: { kind: 'async' } }),
    send: async (name, queueArn, message, signal) => {
      await send(name, queueArn, message, signal);
      reportGivenUp(metrics, name, receiverOf(name, queueArn), true);
    },
    onDiscarded: ({ functionName, requestId }) =>
      onNotice(`${functionName} ${requestId}: event discarded after its retries`),
    onUndelivered: ({ functionName, requestId }, queueArn, reason) => {
      reportGivenUp(metrics, functionName, receiverOf(functionName, queueArn), false);
      onNotice(`${functionName} ${requestId}: ${queueArn} did not take the failed event: ${reason}`);
    },
  });
  const accept: typeof asyncInvocations.accept = (event) => {
    tracer?.accepted(event.requestId);
    asyncInvocations.accept(event);
  };
  const writes = createTableWrites();
  const mappings = createEventSourceMappings({
    ...{ region, gatewayUrl, ownCalls, functions, clock, checkpoints, writes, credentialsFor, log: onNotice },
    ...(tracer && { onDeadLetter: tracer.deadLetter }),
  });
  // Functions call the gateway, so they end before it closes; a stack that cannot start ends them here alone.
  const running = new AsyncDisposableStack();
  running.defer(async () => {
    await Promise.all([asyncInvocations.stop(), mappings.stop(), functions.stop()]);
  });
  const permissions: InvokePermission[] = [];
  return {
    uses: {
      functions,
      invocations,
      eventInvokeConfigs,
      mappings,
      accept,
      permissions,
    },
    service: createLambdaService({
      ...{ region, accountId, functions, asyncInvocations: { accept }, mappings: mappings.list },
      rules: { permissions, eventInvokeConfigs },
    }),
    observe: writes.observe,
    inFlight: () => [
      ...[...functions.underWay()].map(([name, count]) => `${count} of ${name}`),
      ...(asyncInvocations.underWay() > 0 ? [`${asyncInvocations.underWay()} events of functions`] : []),
      ...mappings.inFlight(),
    ],
    reset: async () => {
      await Promise.all([functions.interrupt(), mappings.stop(), asyncInvocations.clear()]);
      checkpoints.clear();
      return () => {
        functions.goOn();
        mappings.start();
      };
    },
    start: () => {
      void functions.removeUnused();
      mappings.start();
      asyncInvocations.resume();
      return running;
    },
    [Symbol.asyncDispose]: async () => {
      await running.disposeAsync();
      events.close();
      checkpoints.close();
    },
  };
}
