import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type JsonApi, type JsonOperation, jsonService } from '../../gateway/json-service.ts';
import { credentialOf } from '../../gateway/identify.ts';
import type { Access, Service } from '../../gateway/service.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { type OperationName, publicOperations, signedOperations } from './operation-names.ts';
import type { UserPoolContext } from './user-pool-context.ts';

const openToAll: ReadonlySet<string> = new Set(publicOperations);
const names: readonly OperationName[] = [...publicOperations, ...signedOperations];

const API: JsonApi = {
  name: 'cognito-idp',
  version: '1.1',
  targets: ['AWSCognitoIdentityProviderService'],
};

/**
 * The service `cognito-idp`: sign-up, sign-in and tokens of the templates' user pools. Its operations are loaded with
 * the first call, as a stack need not wait for them to start.
 */
export function createUserPoolService(context: UserPoolContext, account: Account): Service {
  return jsonService(API, {
    context,
    operations: Object.fromEntries(names.map((name) => [name, loaded(name)])),
    access: (_, body, { operation }) => accessOf(account, operation, body),
  });
}

const accessInput = z.object({ UserPoolId: z.string() });

/** What users call needs no permission. */
function accessOf(account: Account, operation: string, body: unknown): readonly Access[] {
  if (openToAll.has(operation)) return [];
  const poolId = accessInput.safeParse(body).data?.UserPoolId;
  const pool = arnOf('cognito-idp', account, `userpool/${poolId}`);
  return [{ action: `cognito-idp:${operation}`, resource: poolId === undefined ? '*' : pool }];
}

function loaded(name: OperationName): JsonOperation<UserPoolContext> {
  return async (context, body, request) => {
    if (!openToAll.has(name) && credentialOf(request) === undefined)
      throw new ApiError('MissingAuthenticationTokenException', 'Missing Authentication Token');
    const { operations } = await import('./operations.ts');
    return operations[name](context, body);
  };
}
