import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type QueryApi, queryOperation, queryService } from '../../gateway/query-service.ts';
import type { ParameterTable } from '../../gateway/parameters.ts';
import type { Caller, Service } from '../../gateway/service.ts';
import { nothingToDispose, part } from '../../stack/part.ts';

const API: QueryApi = {
  name: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  refusals: { throttled: { status: 400, code: 'Throttling', message: 'Rate exceeded' } },
};

/** What the stack does with each parameter of STS. */
export const PARAMETERS: ParameterTable = { GetCallerIdentity: {} };

/** Tells a caller who it is. */
export const sts = part({
  name: API.name,
  needs: {},
  open: async (place) => ({ uses: undefined, service: stsService(place), ...nothingToDispose }),
});

export function stsService({ accountId }: Pick<Account, 'accountId'>): Service {
  return queryService(API, {
    context: accountId,
    operations: { GetCallerIdentity: getCallerIdentity },
    parameters: PARAMETERS,
    access: {
      GetCallerIdentity: {
        free: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
      },
    },
  });
}

/** A client outside the stack is the account's root; a function is a session of its role. */
const getCallerIdentity = queryOperation(z.strictObject({}), (accountId: string, _, { caller }) => {
  const [resource, UserId] = identityOf(accountId, caller);
  const service = caller.kind === 'external' ? 'iam' : 'sts';
  return { Arn: arnOf(service, { accountId }, resource), UserId, Account: accountId };
});

function identityOf(accountId: string, caller: Caller): [resource: string, userId: string] {
  if (caller.kind === 'external') return ['root', accountId];
  const { roleName, functionName } = caller;
  return [`assumed-role/${roleName}/${functionName}`, `${roleName}:${functionName}`];
}
