import { randomUUID } from 'node:crypto';
import { type StackState, stackState } from '@hanok/console';
import * as z from 'zod';
import type { MovableClock } from '../clock.ts';
import type { FaultSwitches } from '../faults/fault-switches.ts';
import type { AuditEntry, Site } from '../gateway/route-request.ts';
import type { LogLine } from '../log-line.ts';
import { cloudwatch } from '../services/cloudwatch/part.ts';
import { gamelift } from '../services/gamelift/part.ts';
import type { FunctionPermissions } from '../services/iam/permission-report.ts';
import { iam } from '../services/iam/part.ts';
import { metrics } from '../services/metrics/part.ts';
import { lambda } from '../services/lambda/part.ts';
import { states } from '../services/states/part.ts';
import { websocket } from '../services/websocket/part.ts';
import type { OpenParts } from '../stack/open-parts.ts';
import type { Place } from '../stack/part.ts';
import type { Traces } from '../traces/open-traces.ts';
import { createChanges } from './changes.ts';
import { chatResource, createChatUsers } from './chat/chat-resource.ts';
import { clockResource } from './clock-resource.ts';
import { consoleOperation, type ConsoleResource } from './console-operation.ts';
import { consoleSite } from './console-site.ts';
import { DATA_RESOURCES, openData } from './data/open-data.ts';
import { createDeniedCalls } from './denied-calls.ts';
import { deniedResource } from './denied-resource.ts';
import { eventsResource } from './events-resource.ts';
import { faultsResource } from './faults-resource.ts';
import { createLogTail, logsResource } from './logs-resource.ts';
import { matchesResource } from './matches/matches-resource.ts';
import { metricsResource } from './metrics-resource.ts';
import { mapResource } from './map/map-resource.ts';
import { openMap } from './map/open-map.ts';
import { pageSite } from './page-site.ts';
import { openSending } from './send/open-sending.ts';
import { sendResource } from './send/send-resource.ts';
import { tracesResource } from './traces-resource.ts';
import { workflowsResource } from './workflows/workflows-resource.ts';

/** What the stack tells people and tests of itself, below `/_hanok/`: its page, and the API that the page uses. */
export type Console = {
  /** Is told every line that a function logs. */
  onLine(line: LogLine): void;
  /** Forgets the lines and the denied calls. */
  forget(): void;
  /** Is told that traces have changed. */
  onTraces(): void;
  /** Once the parts are open: what the gateway serves, and what is told every call. */
  open(
    place: Place & { clock: MovableClock },
    parts: OpenParts,
    seen: {
      traces: Pick<Traces, 'list' | 'find'>;
      faults: FaultSwitches;
      permissions: () => readonly FunctionPermissions[];
    },
  ): { sites: readonly Site[]; observe(call: AuditEntry): void };
};

export function createConsole(): Console {
  const changes = createChanges();
  const tellSoon = (kind: string) => gathered(() => changes.tell(kind, {}));
  const logTail = createLogTail(tellSoon('log'));
  const startedAt = Date.now();
  let forgetDenied: () => void = () => undefined;
  return {
    onLine: logTail.add,
    forget: () => {
      logTail.forget();
      forgetDenied();
    },
    onTraces: tellSoon('trace'),
    open: (place, parts, { traces, faults, permissions }) => {
      const { gatewayUrl: url, clock, region } = place;
      clock.onMove(tellSoon('clock'));
      faults.onChange(tellSoon('fault'));
      const denied = createDeniedCalls(parts.usesOf(iam), tellSoon('denied'));
      forgetDenied = denied.forget;
      const map = openMap(place, parts, { onChanged: tellSoon('map'), isHeard: changes.isHeard });
      const sending = openSending({ ...place, gatewayUrl: url }, parts, {
        graph: map.graph,
        onChanged: tellSoon('invocation'),
      });
      const stack = { id: randomUUID(), url, startedAt, clockSpeed: clock.speed, region };
      const executions = parts.usesOf(states);
      executions.watch(tellSoon('workflow'));
      const { alarms } = parts.usesOf(cloudwatch);
      const { functions } = parts.usesOf(lambda);
      const store = parts.usesOf(metrics);
      store.watch(tellSoon('metric'));
      const seen = { alarms, executions, map, sending, metrics: store, traces };
      const matchmaking = parts.usesOf(gamelift);
      matchmaking.told.onTold(tellSoon('match'));
      const systems = { chat: createChatUsers(url, parts.usesOf(websocket).drop), matchmaking };
      const data = openData(place, parts, { tellSoon });
      const context = {
        ...seen,
        ...data.context,
        ...systems,
        changes,
        clock,
        denied,
        faults,
        functions,
        logTail,
        permissions,
        stack,
      };
      const api = consoleSite(context, [
        ...DATA_RESOURCES,
        chatResource,
        clockResource,
        deniedResource,
        eventsResource,
        faultsResource,
        logsResource,
        matchesResource,
        metricsResource,
        mapResource,
        sendResource,
        stackResource,
        tracesResource,
        workflowsResource,
      ]);
      // A browser that goes to an address gets the page, all others what the API answers there.
      const observers = [data, denied, map];
      return {
        sites: [pageSite(), api],
        observe: (call) => {
          for (const each of observers) each.observe(call);
        },
      };
    },
  };
}

const stackResource: ConsoleResource<{ stack: StackState }> = [
  consoleOperation({
    method: 'GET',
    path: '/stack',
    summary: 'The stack that answers: what it is called by, and since when it runs.',
    input: z.strictObject({}),
    answer: stackState,
    run: ({ stack }: { stack: StackState }) => stack,
  }),
];

/** Changes of one kind that come close together are told once. */
const GATHER_MS = 200;

function gathered(tell: () => void): () => void {
  let gathering: NodeJS.Timeout | undefined;
  return () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      tell();
    }, GATHER_MS).unref();
  };
}
