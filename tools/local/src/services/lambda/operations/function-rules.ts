import { nameInArn } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import type { EventInvokeConfigs } from '../async/event-invoke-configs.ts';
import type { DeployedFunction } from '../deployed-function.ts';
import { uuidOf } from '../../../uuid-of.ts';
import type { InvokePermission } from '../lambda-uses.ts';

/** What a template says about a function beside the function itself. */
export type FunctionRules = {
  permissions: readonly InvokePermission[];
  eventInvokeConfigs: Pick<EventInvokeConfigs, 'find'>;
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html Throws `ApiError` when nothing may invoke the function. */
export function functionPolicy({ config: { name, arn } }: DeployedFunction, rules: FunctionRules): object {
  const own = rules.permissions.filter(({ functionArn }) => nameInArn(functionArn) === name);
  if (own.length === 0) throw notFound('The resource you requested does not exist.');
  const Policy = policyText(own, arn);
  return { Policy, RevisionId: uuidOf(Policy) };
}

/** The policy that these permissions make for a function. */
export function policyText(permissions: readonly InvokePermission[], functionArn: string): string {
  const Statement = permissions.map((permission) => ({
    Sid: permission.statementId,
    Effect: 'Allow',
    Principal: permission.urlAction === undefined ? { Service: permission.principal } : '*',
    Action: permission.urlAction ?? 'lambda:InvokeFunction',
    Resource: functionArn,
    Condition: conditionOf(permission),
  }));
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
}

function conditionOf({ urlAction, sourceArn, sourceAccount }: InvokePermission): object {
  if (urlAction === 'lambda:InvokeFunctionUrl')
    return { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } };
  if (urlAction === 'lambda:InvokeFunction') return { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } };
  return {
    ...(sourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
    ArnLike: { 'AWS:SourceArn': sourceArn },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html Throws `ApiError` when there is none. */
export function eventInvokeConfig(deployed: DeployedFunction, rules: FunctionRules): object {
  const [found] = listEventInvokeConfigs(deployed, rules);
  if (found !== undefined) return found;
  throw notFound(`The function ${deployed.config.arn}:$LATEST doesn't have an EventInvokeConfig`);
}

export function listEventInvokeConfigs(
  { config: { name, arn } }: DeployedFunction,
  { eventInvokeConfigs }: FunctionRules,
): object[] {
  const found = eventInvokeConfigs.find(name);
  if (found === undefined) return [];
  const { maximumRetryAttempts, maximumEventAgeSeconds, onFailureArn, modified } = found;
  const OnFailure = onFailureArn === undefined ? {} : { Destination: onFailureArn };
  return [
    {
      LastModified: modified / 1000,
      FunctionArn: `${arn}:$LATEST`,
      MaximumRetryAttempts: maximumRetryAttempts,
      MaximumEventAgeInSeconds: maximumEventAgeSeconds,
      DestinationConfig: { OnSuccess: {}, OnFailure },
    },
  ];
}

function notFound(message: string): ApiError {
  return new ApiError('ResourceNotFoundException', message, 404);
}
