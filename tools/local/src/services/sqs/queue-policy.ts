import type * as z from 'zod';
import { policySize, resourcePolicy } from '../iam/policy-document.ts';

type Statement = z.infer<typeof resourcePolicy>['Statement'][number];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const MOST_BYTES = 8192;
const MOST_STATEMENTS = 20;

/**
 * The policy of a queue, as far as the stack acts it out: it says which services may send, and may refuse connections
 * without TLS. What a role may do stands in the policies of the role.
 */
export const queuePolicy = resourcePolicy.superRefine((policy, context) => {
  const { Statement } = policy;
  if (policySize(policy) > MOST_BYTES) context.addIssue(`has more than ${MOST_BYTES} bytes`);
  if (Statement.length > MOST_STATEMENTS) context.addIssue(`has more than ${MOST_STATEMENTS} statements`);
  for (const [index, statement] of Statement.entries()) {
    if (namesServices(statement) || refusesPlainHttp(statement)) continue;
    const message = 'names another principal than a service, for which the local stack asks no queue';
    context.addIssue({ code: 'custom', path: ['Statement', index, 'Principal'], message });
  }
});

/** Everyone, under the condition of a source, is how services were named before they had principals. */
function namesServices({ Principal, Condition }: Statement): boolean {
  if (Principal !== '*' && Principal.AWS === undefined) return true;
  const keys = Object.values(Condition).flatMap((block) => Object.keys(block));
  return isEveryone(Principal) && keys.some((key) => key.toLowerCase() === 'aws:sourcearn');
}

/** It has nothing to act on: the gateway is reached over the loopback interface only. */
function refusesPlainHttp({ Effect, Principal, Condition }: Statement): boolean {
  const { Bool = {}, ...others } = Condition;
  const secure = Object.entries(Bool).filter(([key]) => key.toLowerCase() === 'aws:securetransport');
  const isPlain = secure.length === 1 && secure[0]?.[1].join() === 'false';
  return Effect === 'Deny' && isEveryone(Principal) && isPlain && Object.keys(others).length === 0;
}

function isEveryone(principal: Statement['Principal']): boolean {
  return principal === '*' || (principal.AWS?.join() === '*' && principal.Service === undefined);
}
