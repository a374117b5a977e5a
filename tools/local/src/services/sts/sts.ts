import { escapeXml, queryError, queryOperation, queryResponse } from '../../gateway/aws-query.ts';
import type { Caller, Service, ServiceRequest } from '../../gateway/service.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The service `sts`: tells a caller who it is. AWS asks no permission for that. */
export function createSts({ accountId }: { accountId: string }): Service {
  return {
    name: 'sts',
    operation: queryOperation,
    operations: new Set(['GetCallerIdentity']),
    access: () => [],
    handle: (request: ServiceRequest) =>
      Promise.resolve(
        queryResponse(request, NAMESPACE, request.operation, identity(accountId, request.caller)),
      ),
    error: queryError,
  };
}

function identity(accountId: string, caller: Caller): string {
  const { arn, userId } = callerIdentity(accountId, caller);
  return `<Arn>${escapeXml(arn)}</Arn><UserId>${escapeXml(userId)}</UserId><Account>${accountId}</Account>`;
}

/** A client outside the stack is the account's root; a function is a session of its role. */
function callerIdentity(accountId: string, caller: Caller): { arn: string; userId: string } {
  if (caller.kind === 'external') return { arn: `arn:aws:iam::${accountId}:root`, userId: accountId };
  const { roleName, functionName } = caller;
  return {
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${functionName}`,
    userId: `${roleName}:${functionName}`,
  };
}
