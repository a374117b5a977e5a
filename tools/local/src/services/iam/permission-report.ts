import type { DeniedAction, PermissionUse } from './permission-use.ts';
import type { PolicyStatement } from './policy-document.ts';

/** What a function may do and did, since the stack's state was last forgotten. */
export type FunctionPermissions = {
  functionName: string;
  roleName: string;
  /** Each action of each statement that allows something, in the order of the policies. */
  granted: GrantedAction[];
  /** Calls that were refused, each with the statement that would allow it. */
  denied: (DeniedAction & { missing: { Effect: 'Allow'; Action: string; Resource: string } })[];
};

type GrantedAction = {
  action: string;
  resources: readonly string[];
  /** How many calls it was the first to allow. */
  times: number;
  /** Why no call can show it here, where that is so. */
  unseen?: string;
};

/** What AWS does in the name of a role, and the local stack without a call. */
const UNSEEN: readonly (readonly [action: RegExp, reason: string])[] = [
  [/^logs:(Create|Put|Describe)/i, 'what a function logs reaches its log group without a call here'],
  [/^xray:/i, 'the stack makes its traces itself'],
  [
    /^ec2:.*(NetworkInterface|PrivateIpAddresses|Subnets)/i,
    'functions need no network interface on this machine',
  ],
  [/^kms:/i, 'nothing is encrypted with keys of AWS here'],
  [/^dynamodb:ListStreams$/i, 'the mapping of a stream knows the one that it reads'],
  [/^sqs:GetQueueAttributes$/i, 'the mapping of a queue asks when messages come back'],
];

/** `statements`: those of the role. */
export function permissionsOf(
  { functionName, roleName }: { functionName: string; roleName: string },
  statements: readonly PolicyStatement[],
  use: PermissionUse,
): FunctionPermissions {
  const granted = statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      patternsOf(statement).map((action): GrantedAction => {
        const times = use.timesOf(functionName, statement, action);
        const unseen = times > 0 ? undefined : UNSEEN.find(([pattern]) => pattern.test(action))?.[1];
        const resources = statement.Resource ?? ['*'];
        return { action, resources, times, ...(unseen !== undefined && { unseen }) };
      }),
    );
  const denied = use.deniedOf(functionName).map((one) => ({
    ...one,
    missing: { Effect: 'Allow' as const, Action: one.action, Resource: one.resource },
  }));
  return { functionName, roleName, granted, denied };
}

/** The actions that a statement names; one that names what it leaves out is as one action. */
export function patternsOf({ Action, NotAction = [] }: PolicyStatement): readonly string[] {
  return Action ?? [`not ${NotAction.join(', ')}`];
}
