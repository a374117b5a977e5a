import * as z from 'zod';

const statement = z.record(z.string(), z.unknown()).describe('A statement of an IAM policy');

const verdict = z.object({
  reason: z.enum(['no statement allows it', 'a statement denies it']),
  missing: statement.optional().describe('The statement that would allow it; none where another denies it'),
  denying: z.array(statement).describe('The statements that deny it'),
  similar: z.array(statement).describe('What the role may do with the same service'),
});

const deniedCall = verdict.extend({
  id: z.number().describe('Grows with each denied call'),
  time: z.number().describe('Milliseconds since the epoch'),
  requestId: z.string(),
  functionName: z.string(),
  roleName: z.string(),
  principalArn: z.string(),
  action: z.string(),
  resource: z.string(),
});

export const deniedQuery = z.strictObject({
  text: z.string().max(1_000).optional().describe('Each word must be in function, action or resource'),
});
export const deniedCalls = z.object({
  calls: z.array(deniedCall).describe('The newest first'),
  kept: z.number().describe('Calls that are still known, whether they match or not'),
});

export const permissionQuestion = z.strictObject({
  functionName: z.string().min(1, 'write the name of a function, such as game-rank-reader'),
  action: z
    .string()
    .regex(/^[a-z0-9-]+:[A-Za-z0-9*]+$/, 'write it as service:Action, such as sqs:SendMessage'),
  resource: z.string().regex(/^(\*$|arn:)/, 'write an ARN, or * for a resource of any name'),
});
export const permissionAnswer = z.union([
  z.object({ allowed: z.literal(true) }),
  verdict.extend({ allowed: z.literal(false) }),
]);

const granted = z.object({
  action: z.string(),
  resources: z.array(z.string()).readonly(),
  times: z.number().describe('Calls that it was the first to allow'),
  unseen: z.string().optional().describe('Why no call can show it here, where that is so'),
});
const denied = z.object({
  ...{ action: z.string(), resource: z.string(), times: z.number() },
  missing: z.record(z.string(), z.string()).describe('The statement that would allow it'),
});
export const permissionsQuery = z.strictObject({
  functionName: z.string().optional().describe('Of this function; of all without one'),
});
export const permissionReport = z.object({
  functions: z.array(
    z.object({
      ...{ functionName: z.string(), roleName: z.string() },
      granted: z.array(granted).describe('Each action of each statement that allows something'),
      denied: z.array(denied),
    }),
  ),
});

export type DeniedCall = z.infer<typeof deniedCall>;
export type DeniedCalls = z.infer<typeof deniedCalls>;
export type PermissionReport = z.infer<typeof permissionReport>;
export type Verdict = z.infer<typeof verdict>;
export type PermissionQuestion = z.infer<typeof permissionQuestion>;
export type PermissionAnswer = z.infer<typeof permissionAnswer>;
