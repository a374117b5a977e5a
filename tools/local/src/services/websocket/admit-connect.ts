import { randomUUID } from 'node:crypto';
import { type Account, arnOf } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import type { HttpAnswer } from '../../gateway/route-request.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { runIntegration } from '../apigateway/integration/run-integration.ts';
import type { Invoker } from '../lambda/function-config.ts';
import type { SocketMetrics } from './socket-metrics.ts';
import { authorizeConnect } from './authorize-connect.ts';
import type { DeployedApi } from './deployed-api.ts';
import { authorizerEvent, connectEvent, type ConnectionFacts } from './socket-events.ts';

/** A connection that may open, and the subprotocol that its function chose. */
export type Admitted = { facts: ConnectionFacts; protocol?: string };

type Options = {
  account: Account;
  invoker: Invoker;
  clock: Clock;
  metrics?: SocketMetrics;
  admitsConnect(): boolean;
};

/** The authorizer and the function of `$connect`, when the API has them: nothing is open before both agree. */
export async function admitConnect(
  { account, invoker, clock, metrics, admitsConnect }: Options,
  deployed: DeployedApi,
  known: ConnectionFacts,
  request: GatewayRequest,
): Promise<Admitted | HttpAnswer> {
  const route = deployed.routeOf('$connect');
  const refuse = (answer: HttpAnswer) => {
    if (answer.status < 500) metrics?.refused(known);
    return answer;
  };
  if (route !== undefined && !deployed.admits(known.stage.name, route)) return refuse(TOO_MANY());
  if (!admitsConnect()) return refuse(TOO_MANY());
  if (route === undefined) {
    metrics?.connected(known);
    return { facts: known };
  }
  let facts = known;
  if (route.authorizer !== undefined) {
    const methodArn = arnOf('execute-api', account, `${known.apiId}/${known.stage.name}/$connect`);
    const event = authorizerEvent(known, request, clock.now(), methodArn);
    const outcome = await authorizeConnect(invoker, route.authorizer, request, event);
    if ('refused' in outcome) return refuse(refusal(outcome.refused.status, outcome.refused.message));
    facts = { ...known, authorizer: outcome.authorizer };
  }
  metrics?.connected(facts);
  const event = connectEvent(facts, request, clock.now());
  const outcome = await runIntegration(invoker, route.functionName, event, route.timeoutMs);
  metrics?.answered(facts, outcome);
  if ('failure' in outcome) return refusal(outcome.failure.status, outcome.failure.message);
  const { status, headers } = outcome.answer;
  if (status < 200 || status > 299) return refusal(status < 300 ? 502 : status, 'Forbidden');
  const [, [protocol] = []] =
    [...headers].find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  return { facts, ...(protocol !== undefined && { protocol }) };
}

/** What the library of the protocol asks of a handshake, before a function runs for it. */
export function isHandshake({ method, headers }: GatewayRequest): boolean {
  const key = headers['sec-websocket-key'] ?? '';
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  return (
    method === 'GET' &&
    /^[+/0-9A-Za-z]{22}==$/.test(key) &&
    headers['sec-websocket-version'] === '13' &&
    offered.every((name) => TOKEN.test(name)) &&
    new Set(offered).size === offered.length
  );
}

/** RFC 9110, 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

export function refusal(status: number, message: string): HttpAnswer {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify({ message }) };
}

const TOO_MANY = () => refusal(429, 'Too Many Requests');
