import type { Clock } from '../../clock.ts';
import { runIntegration } from '../apigateway/integration/run-integration.ts';
import type { Invoker } from '../lambda/function-config.ts';
import type { DeployedApi } from './deployed-api.ts';
import type { SocketMetrics } from './socket-metrics.ts';
import { MESSAGE_BYTES, type OpenSocket } from './open-socket.ts';
import { type ConnectionFacts, disconnectEvent, messageEvent } from './socket-events.ts';

type Options = { clock: Clock; invoker: Invoker; metrics?: SocketMetrics };

/** Runs the route of a message; the next one does not wait for it. What goes wrong is told in a frame. */
export async function runMessage(
  { invoker, clock, metrics, admitsRequest }: Options & { admitsRequest(): boolean },
  deployed: DeployedApi,
  socket: OpenSocket,
  body: string,
): Promise<void> {
  const { facts } = socket;
  const route = deployed.select(body);
  const event = messageEvent(facts, clock.now(), route?.routeKey ?? '$default', body);
  const tell = (message: string) =>
    socket.send(
      JSON.stringify({ message, connectionId: facts.id, requestId: event.requestContext.requestId }),
    );
  metrics?.message(facts);
  const isAdmitted = route !== undefined && deployed.admits(facts.stage.name, route) && admitsRequest();
  if (!isAdmitted) {
    metrics?.refused(facts);
    return void tell(route === undefined ? 'Forbidden' : 'Too Many Requests');
  }
  const outcome = await runIntegration(invoker, route.functionName, event, route.timeoutMs);
  metrics?.answered(facts, outcome);
  if ('failure' in outcome) return void tell('Internal server error');
  const { body: text, isBase64Encoded } = outcome.answer;
  if (!route.responds || text === '') return;
  const answer = isBase64Encoded ? Buffer.from(text, 'base64').toString() : text;
  if (Buffer.byteLength(answer) > MESSAGE_BYTES) return void tell('Internal server error');
  if (socket.send(answer)) metrics?.message(facts);
}

/** Runs `$disconnect` as often as `times` says; resolves when its function has ended. */
export async function runDisconnect(
  { invoker, clock, metrics }: Options,
  deployed: DeployedApi,
  { facts, code, reason, times }: { facts: ConnectionFacts; code: number; reason: string; times: number },
): Promise<void> {
  const route = deployed.routeOf('$disconnect');
  if (route === undefined) return;
  const event = disconnectEvent(facts, clock.now(), code, reason);
  const runs = Array.from({ length: times }, async () => {
    const outcome = await runIntegration(invoker, route.functionName, event, route.timeoutMs);
    metrics?.answered(facts, outcome);
  });
  await Promise.all(runs);
}
