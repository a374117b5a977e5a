import { randomBytes } from 'node:crypto';
import { arnOf } from '../../arn.ts';
import type { Access, Caller, Denial } from '../../gateway/service.ts';
import { allowedBy, evaluate } from './evaluate.ts';
import { evaluateResource } from './evaluate-resource.ts';
import { createPermissionUse, type PermissionUse } from './permission-use.ts';
import { type PolicyDocument, policySize, type PolicyStatement } from './policy-document.ts';

/** A role with its policies by name. */
type Role = { name: string; arn: string; policies: ReadonlyMap<string, PolicyDocument> };

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** The roles of the stack and the keys under which its functions call. */
export type Roles = {
  /** Puts a role in place of one of the same name; throws when its policies are too large together. */
  add(role: Role): void;
  /** Puts a policy on a role; throws when there is no such role, or when its policies are too large together. */
  attach(roleName: string, policyName: string, policy: PolicyDocument): void;
  /** The keys of a function that runs as a role: random, and the same for as long as the stack runs. */
  credentialsFor(functionName: string, roleName: string): Credentials;
  /** New keys of a function that runs as a role: each execution environment has its own, by which its calls are known. */
  newSession(functionName: string, roleName: string): Credentials;
  /** The secret of a key that the stack gave out. */
  secretOf(accessKeyId: string): string | undefined;
  /** Name of the role that a function runs as. */
  roleOf(functionName: string): string | undefined;
  /** All statements of a role's policies. */
  policiesOf(roleName: string): PolicyStatement[];
  /** Whose an access key id is; a key that the stack did not give out is of a client outside it. */
  callerOf(accessKeyId: string): Caller;
  /**
   * The first action that the caller may not do; undefined when all are allowed. A role is refused an empty list: a
   * check that finds nothing to ask for is no permission. The policy of a resource may allow as well, or deny. Clients
   * outside may do everything.
   */
  authorize(caller: Caller, access: readonly Access[]): Denial | undefined;
  /** What `authorize` allowed and refused. */
  use: PermissionUse;
};

/** An empty registry of roles. */
export function createRoles({ accountId }: { accountId: string }): Roles {
  const roles = new Map<string, { arn: string; policies: Map<string, PolicyDocument> }>();
  const keys = new Map<string, Credentials>();
  const callers = new Map<string, Caller & { kind: 'role' }>();
  const use = createPermissionUse();
  const secrets = new Map<string, string>();

  function newSession(functionName: string, roleName: string): Credentials {
    const credentials = newCredentials();
    callers.set(credentials.accessKeyId, { kind: 'role', roleName, functionName });
    secrets.set(credentials.accessKeyId, credentials.secretAccessKey);
    return credentials;
  }

  function credentialsFor(functionName: string, roleName: string): Credentials {
    const holder = `${roleName}/${functionName}`;
    const credentials = keys.get(holder) ?? newSession(functionName, roleName);
    keys.set(holder, credentials);
    return credentials;
  }

  function attach(roleName: string, policyName: string, policy: PolicyDocument): void {
    const role = roles.get(roleName);
    if (role === undefined)
      throw new Error(`policy ${policyName} is for role ${roleName}, which does not exist`);
    const policies = new Map([...role.policies, [policyName, policy]]);
    checkSize(roleName, policies);
    roles.set(roleName, { ...role, policies });
  }

  function authorize(caller: Caller, access: readonly Access[]): Denial | undefined {
    if (caller.kind === 'external') return undefined;
    const role = roles.get(caller.roleName);
    const policies = [...(role?.policies.values() ?? [])];
    // The way to the gateway does not leave the machine, and stands for the TLS that it has on AWS.
    const context = { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': role?.arn ?? '' };
    if (access.length === 0)
      return { action: '*', resource: '*', principalArn: sessionArn(accountId, caller) };
    const principalArn = sessionArn(accountId, caller);
    const principal = { arns: [principalArn, role?.arn ?? ''], accountId };
    const refused = access.find(({ policy, ...one }) => {
      const request = { ...one, context };
      const decisions = [evaluate(policies, request), evaluateResource(policy, principal, request)];
      if (decisions.includes('explicit deny') || !decisions.includes('allowed')) return true;
      const by = allowedBy(policies, request);
      if (by !== undefined) use.allowed(caller.functionName, by.statement, by.pattern);
      return false;
    });
    if (refused !== undefined) use.denied(caller.functionName, refused.action, refused.resource);
    return refused && { action: refused.action, resource: refused.resource, principalArn };
  }

  return {
    add: ({ name, arn, policies }) => {
      checkSize(name, policies);
      roles.set(name, { arn, policies: new Map(policies) });
    },
    attach,
    use,
    credentialsFor,
    newSession,
    secretOf: (accessKeyId) => secrets.get(accessKeyId),
    roleOf: (functionName) =>
      [...callers.values()].find((each) => each.kind === 'role' && each.functionName === functionName)
        ?.roleName,
    policiesOf: (roleName) =>
      [...(roles.get(roleName)?.policies.values() ?? [])].flatMap(({ Statement }) => Statement),
    callerOf: (accessKeyId) => callers.get(accessKeyId) ?? { kind: 'external' },
    authorize,
  };
}

/** Of all policies of a role but the managed ones, whose names are ARNs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CHARACTERS = 10_240;

function checkSize(role: string, policies: ReadonlyMap<string, PolicyDocument>): void {
  const own = [...policies].filter(([policyName]) => !policyName.startsWith('arn:'));
  const size = own.reduce((sum, [, policy]) => sum + policySize(policy), 0);
  if (size <= MOST_CHARACTERS) return;
  throw new Error(`Maximum policy size of ${MOST_CHARACTERS} bytes exceeded for role ${role}`);
}

function sessionArn(accountId: string, { roleName, functionName }: Caller & { kind: 'role' }): string {
  return arnOf('sts', { accountId }, `assumed-role/${roleName}/${functionName}`);
}

/** In the shape of temporary keys: 20 characters that begin with ASIA, a secret of 40, and a token with them. */
function newCredentials(): Credentials {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(255).toString('base64'),
  };
}
