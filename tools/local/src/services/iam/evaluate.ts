import { matchesArn } from './arn-pattern.ts';
import { conditionsHold, type RequestContext } from './condition.ts';
import { patternsOf } from './permission-report.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';
import { matchesPattern } from './wildcard.ts';

type AccessRequest = { action: string; resource: string; context: RequestContext };
export type Decision = 'allowed' | 'explicit deny' | 'implicit deny';

/**
 * What a role's policies say to one action on one resource: a matching Deny wins, else a matching Allow, else it is
 * denied implicitly. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  const effects = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => applies(statement, request))
    .map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'explicit deny';
  return effects.includes('Allow') ? 'allowed' : 'implicit deny';
}

/** The first statement that allows the action, and which of its actions does. */
export function allowedBy(
  policies: readonly PolicyDocument[],
  request: AccessRequest,
): { statement: PolicyStatement; pattern: string } | undefined {
  const statement = policies
    .flatMap(({ Statement }) => Statement)
    .find((one) => one.Effect === 'Allow' && applies(one, request));
  if (statement === undefined) return undefined;
  const named = statement.Action?.find((pattern) =>
    coversAction({ ...statement, Action: [pattern] }, request.action),
  );
  return { statement, pattern: named ?? patternsOf(statement).join() };
}

function applies(statement: PolicyStatement, { action, resource, context }: AccessRequest): boolean {
  return (
    coversAction(statement, action) &&
    coversResource(statement, resource) &&
    conditionsHold(statement.Condition, context)
  );
}

/** Actions are compared without regard to case. */
function coversAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const named = (Action ?? NotAction ?? []).some((pattern) =>
    matchesPattern(pattern.toLowerCase(), action.toLowerCase()),
  );
  return NotAction === undefined ? named : !named;
}

function coversResource({ Resource, NotResource }: PolicyStatement, resource: string): boolean {
  const named = (Resource ?? NotResource ?? []).some(
    (pattern) => pattern === '*' || matchesArn(pattern, resource),
  );
  return NotResource === undefined ? named : !named;
}
