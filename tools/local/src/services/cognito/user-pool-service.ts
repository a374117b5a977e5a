import * as z from 'zod';
import { jsonError, jsonOperation, jsonResponse } from '../../gateway/aws-json.ts';
import { credentialOf } from '../../gateway/identify.ts';
import type { Access, Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { UserPoolError } from './errors.ts';
import { type OperationName, publicOperations, signedOperations } from './operation-names.ts';
import type { UserPoolContext } from './user-pool-context.ts';

type Place = { region: string; accountId: string };

const openToAll: ReadonlySet<string> = new Set(publicOperations);
const names: readonly OperationName[] = [...publicOperations, ...signedOperations];

/**
 * The service `cognito-idp`: sign-up, sign-in and tokens of the templates' user pools. JSON 1.1. Its operations are
 * loaded with the first call, as a stack need not wait for them to start.
 */
export function createUserPoolService(context: UserPoolContext, place: Place): Service {
  return {
    name: 'cognito-idp',
    operation: (request) => jsonOperation(request, ['AWSCognitoIdentityProviderService']),
    operations: new Set(names),
    access: (request) => accessOf(place, request),
    handle: (request) => answer(context, request),
    error: (_request, status, code, message) => jsonError('1.1', status, code, message),
  };
}

const accessInput = z.object({ UserPoolId: z.string() });

/** What users call needs no permission. */
function accessOf({ region, accountId }: Place, { operation, body }: ServiceRequest): readonly Access[] {
  if (openToAll.has(operation)) return [];
  const poolId = accessInput.safeParse(readJson(body)).data?.UserPoolId;
  const pool = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
  return [{ action: `cognito-idp:${operation}`, resource: poolId === undefined ? '*' : pool }];
}

async function answer(context: UserPoolContext, request: ServiceRequest): Promise<ServiceResponse> {
  const name = names.find((one) => one === request.operation);
  if (name === undefined) throw new Error(`No handler for ${request.operation}`);
  if (!openToAll.has(name) && credentialOf(request) === undefined)
    return jsonError('1.1', 400, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  const { operations } = await import('./operations.ts');
  try {
    return jsonResponse('1.1', await operations[name](context, readJson(request.body)));
  } catch (error) {
    if (error instanceof UserPoolError) return jsonError('1.1', error.status, error.code, error.message);
    throw error;
  }
}

/** Undefined when it is no JSON, which no operation's input allows. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
