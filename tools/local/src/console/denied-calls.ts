import type { DeniedCall, DeniedCalls, PermissionAnswer, PermissionQuestion, Verdict } from '@hanok/console';
import type { AuditEntry } from '../gateway/route-request.ts';
import { evaluate } from '../services/iam/evaluate.ts';
import type { PolicyStatement } from '../services/iam/policy-document.ts';
import type { Roles } from '../services/iam/roles.ts';
import { ConsoleError } from './console-operation.ts';

/** The last calls that were denied while this stack runs. */
export type DeniedCallList = {
  /** Told every call; keeps those that a role was denied. */
  observe(call: AuditEntry): void;
  /** Those that have all words of a text in their function, action or resource. */
  list(text?: string): DeniedCalls;
  forget(): void;
  /** Throws `ConsoleError` for a function that has no role. */
  check(question: PermissionQuestion): PermissionAnswer;
};

const KEPT = 1_000;

/** Calls `onAdded` when there is a new one. */
export function createDeniedCalls(roles: Roles, onAdded: () => void): DeniedCallList {
  const calls: DeniedCall[] = [];
  let lastId = 0;
  return {
    observe: ({ caller, denied, time, requestId }) => {
      if (denied === undefined || caller.kind !== 'role') return;
      lastId += 1;
      const { functionName, roleName } = caller;
      const call = { id: lastId, time, requestId, functionName, roleName, ...denied };
      calls.unshift({ ...call, ...verdictOf(roles.policiesOf(roleName), denied) });
      calls.length = Math.min(calls.length, KEPT);
      onAdded();
    },
    list: (text = '') => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const found = calls.filter(({ functionName, action, resource }) => {
        const shown = `${functionName} ${action} ${resource}`.toLowerCase();
        return words.every((word) => shown.includes(word));
      });
      return { calls: found, kept: calls.length };
    },
    forget: () => void (calls.length = 0),
    check: ({ functionName, action, resource }) => {
      const roleName = roles.roleOf(functionName);
      if (roleName === undefined)
        throw new ConsoleError(404, `No function ${functionName} has a role in this stack`, {
          functionName: `no function ${functionName} has a role in this stack`,
        });
      const denied = { action, resource };
      const statements = roles.policiesOf(roleName);
      if (decisionOf(statements, denied) === 'allowed') return { allowed: true };
      return { allowed: false, ...verdictOf(statements, denied) };
    },
  };
}

type Asked = { action: string; resource: string };

function verdictOf(statements: readonly PolicyStatement[], asked: Asked): Verdict {
  const denying = statements.filter((one) => decisionOf([one], asked) === 'explicit deny');
  const [service = ''] = asked.action.split(':');
  const similar = statements.filter(
    ({ Effect, Action = [] }) => Effect === 'Allow' && Action.some((each) => each.startsWith(`${service}:`)),
  );
  if (denying.length > 0) return { reason: 'a statement denies it', denying, similar };
  const missing = { Effect: 'Allow', Action: asked.action, Resource: asked.resource };
  return { reason: 'no statement allows it', missing, denying, similar };
}

function decisionOf(Statement: readonly PolicyStatement[], asked: Asked) {
  const context = { 'aws:SecureTransport': 'true' };
  return evaluate([{ Version: '2012-10-17', Statement: [...Statement] }], { ...asked, context });
}
