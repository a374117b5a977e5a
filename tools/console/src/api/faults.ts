import * as z from 'zod';

const KINDS = [
  ...['throttle', 'error5xx', 'replyLost', 'connectionReset', 'latency', 'transactionConflict'],
  ...['partitionLimit', 'gone', 'reorder', 'dropDisconnect', 'repeatDisconnect'],
] as const;

const faultSwitch = z.object({
  id: z.number(),
  isOn: z.boolean(),
  struck: z.number().describe('How often it struck since it was turned on'),
  kind: z.enum(KINDS),
  service: z.string(),
  operation: z.string(),
  caller: z.string().optional().describe('Absent: every caller'),
  rate: z.number(),
  times: z.number().optional().describe('How often at most; absent: without end'),
  ms: z.number().optional(),
  units: z.number().optional().describe('Write units of one partition key in a second of the clock'),
  nth: z.number().optional().describe('The one call that it strikes, counted from 1'),
});

const strike = z.object({
  id: z.number().describe('Grows with each strike'),
  time: z.number().describe('Milliseconds since the epoch'),
  faultId: z.number(),
  kind: z.enum(KINDS),
  service: z.string(),
  operation: z.string(),
  caller: z.string(),
});

/** The faults of the stack, each on or off, and what struck lately. */
export const faultState = z.object({
  revision: z.number().describe('Grows with each change and strike'),
  faults: z.array(faultSwitch),
  strikes: z.array(strike).describe('The latest first'),
});

/** What faults may strike. */
export const faultTargets = z.object({
  services: z.array(z.object({ name: z.string(), operations: z.array(z.string()) })),
  callers: z.array(z.string()).describe('Functions, and `external` for clients outside of the stack'),
});

export const faultId = z.strictObject({ id: z.coerce.number().int() });
export const faultTurn = z.strictObject({ isOn: z.boolean() });

export type FaultSwitch = z.infer<typeof faultSwitch>;
export type FaultStrike = z.infer<typeof strike>;
export type FaultState = z.infer<typeof faultState>;
export type FaultTargets = z.infer<typeof faultTargets>;
