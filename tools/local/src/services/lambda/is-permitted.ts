import { nameInArn, readArn } from '../../arn.ts';
import { matchesArn } from '../iam/arn-pattern.ts';
import type { InvokePermission } from './lambda-uses.ts';

/** Whether one of the permissions lets a service invoke a function for one of its resources. */
export function isPermitted(
  permissions: readonly InvokePermission[],
  { service, functionArn, sourceArn }: { service: string; functionArn: string; sourceArn: string },
  sourceAccount = readArn(sourceArn).accountId,
): boolean {
  return permissions.some(
    (permission) =>
      permission.principal === service &&
      nameInArn(permission.functionArn) === nameInArn(functionArn) &&
      matchesArn(permission.sourceArn, sourceArn) &&
      (permission.sourceAccount ?? sourceAccount) === sourceAccount,
  );
}
