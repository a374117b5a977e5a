import { quietLogger } from '@hanok/lambda';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type Account, readArn } from '../../../arn.ts';
import { awsDialect } from './aws-dialect.ts';
import type { EngineDialect } from './dialect.ts';
import { DYNOXIDE_REGION, dynoxideDialect } from './dynoxide/dynoxide-dialect.ts';
import { ENDPOINT_OPTION, EngineEndpointError, readEndpoint } from './endpoint.ts';
import { ENGINE_KEY, engineHeaders } from './engine.ts';
import { createProxy, EngineFailedError } from './proxy.ts';
import { openTableRecord } from '../resources/table-record.ts';

/** A running engine that the stack was given, with its dialect and a client that calls it directly. */
export type GivenEngine = { endpoint: string; dialect: EngineDialect; client: DynamoDBClient };

const ANSWER_MS = 5_000;
/** For a table to be made or deleted. */
const CHANGE_MS = 20_000;

const tablesSchema = z.looseObject({ TableNames: z.array(z.string()) });
const errorSchema = z.looseObject({ __type: z.string() });

/**
 * Connects to a running engine, and makes the record of the stack's tables there. The engine's dialect is known by the
 * ARN that it gives to that. Throws `EngineEndpointError`.
 */
export async function connectEngine(
  address: string,
  place: Account & { gatewayUrl: string },
  answerMs = ANSWER_MS,
): Promise<GivenEngine> {
  const endpoint = readEndpoint(address);
  if (isSameServer(endpoint, place.gatewayUrl)) throw unusable(endpoint, 'it is the stack itself');
  const account = { region: place.region, accountId: place.accountId };
  await requireDynamodb(endpoint, account.region, answerMs);
  const client = new DynamoDBClient({
    endpoint,
    region: account.region,
    credentials: { accessKeyId: ENGINE_KEY, secretAccessKey: ENGINE_KEY },
    maxAttempts: 1,
    logger: quietLogger,
    requestHandler: { connectionTimeout: ANSWER_MS, requestTimeout: CHANGE_MS, throwOnRequestTimeout: true },
  });
  try {
    const { TableArn: arn = '' } = (await openTableRecord(client)) ?? {};
    const isDynoxide = readArn(arn).region === DYNOXIDE_REGION;
    return { endpoint, client, dialect: isDynoxide ? dynoxideDialect(account) : awsDialect(account, arn) };
  } catch (error) {
    client.destroy();
    throw unusable(endpoint, error instanceof Error ? error.message : String(error));
  }
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0']);

function isSameServer(endpoint: string, gatewayUrl: string): boolean {
  const [one, other] = [new URL(endpoint), new URL(gatewayUrl)];
  return LOOPBACK.has(one.hostname) && one.port === other.port;
}

/** Throws `EngineEndpointError` for what does not list its tables. */
async function requireDynamodb(endpoint: string, region: string, answerMs: number): Promise<void> {
  const ask = createProxy(endpoint);
  const answer = await ask(engineHeaders('ListTables', region), '{}', AbortSignal.timeout(answerMs)).catch(
    (error: unknown) => {
      throw unreachable(endpoint, error);
    },
  );
  const body: unknown = parseJson(answer.body.toString());
  if (tablesSchema.safeParse(body).success) return;
  const refusal = errorSchema.safeParse(body).data?.__type;
  throw unusable(endpoint, `it answers ListTables with ${refusal ?? `HTTP status ${answer.status}`}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no program listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host',
  ABORT_ERR: 'it does not answer in time',
};

function unreachable(endpoint: string, error: unknown): EngineEndpointError {
  if (!(error instanceof EngineFailedError)) return unusable(endpoint, String(error));
  const { cause } = error;
  if (!(cause instanceof Error)) return unusable(endpoint, 'what listens there is no DynamoDB');
  const code = 'code' in cause ? String(cause.code) : '';
  return unusable(endpoint, REASONS[code] ?? `${code} ${cause.message}`.trim());
}

function unusable(endpoint: string, reason: string): EngineEndpointError {
  const [line = ''] = reason.split('\n');
  return new EngineEndpointError(
    `The DynamoDB engine at ${endpoint} cannot be used: ${line}. Start one there, or give its address with ${ENDPOINT_OPTION}`,
  );
}
