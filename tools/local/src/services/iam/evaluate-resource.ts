import { type Decision, evaluate } from './evaluate.ts';
import type { ResourcePolicy } from './policy-document.ts';

/** Who asks: a service of AWS, or a role of this account by the ARNs under which it is known. */
type Principal = { service: string } | { arns: readonly string[]; accountId: string };

type Statement = ResourcePolicy['Statement'][number];

/**
 * What the policy of a resource says to one action of a principal. The account in `Principal` allows nothing to a role,
 * as on AWS: there it only lets the account's own policies decide.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function evaluateResource(
  policy: ResourcePolicy | undefined,
  principal: Principal,
  request: Parameters<typeof evaluate>[1],
): Decision {
  const Statement = (policy?.Statement ?? []).filter((statement) => concerns(statement, principal));
  return evaluate([{ Version: '2012-10-17', Statement }], request);
}

function concerns({ Effect, Principal }: Statement, principal: Principal): boolean {
  if (Principal === '*' || Principal.AWS?.includes('*') === true) return true;
  if ('service' in principal) return Principal.Service?.includes(principal.service) === true;
  const { arns, accountId } = principal;
  const account = Effect === 'Deny' ? [accountId, `arn:aws:iam::${accountId}:root`] : [];
  return [...arns, ...account].some((name) => name !== '' && Principal.AWS?.includes(name) === true);
}

/** A service that acts for a resource of this account, as the keys `aws:SourceArn` and `aws:SourceAccount` say. */
export type ServicePrincipal = { service: string; sourceArn: string; sourceAccount: string };

/** Whether the policy of a resource lets a service do something. */
export function allowsService(
  policy: ResourcePolicy | undefined,
  { service, sourceArn, sourceAccount }: ServicePrincipal,
  needed: { action: string; resource: string },
): boolean {
  const context = {
    'aws:SecureTransport': 'true',
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceAccount,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
  };
  return evaluateResource(policy, { service }, { ...needed, context }) === 'allowed';
}
