import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { FaultPlanError } from './errors.ts';

const where = {
  /** Signing name, such as `dynamodb`. */
  service: z.string().min(1),
  operation: z.string().min(1),
  /** A function's name, or `external`: clients outside the stack. Absent: every caller. */
  caller: z.string().min(1).optional(),
  /** Share of the calls, over 0 and at most 1. */
  rate: z.number().positive().max(1),
  /** How often at most; absent: without end. */
  times: z.int().min(1).optional(),
};
const plain = z.enum(['throttle', 'error5xx', 'replyLost', 'connectionReset']);

/** `$disconnect` is lost, or runs twice: API Gateway promises no more than its best effort. */
const disconnect = z.enum(['dropDisconnect', 'repeatDisconnect']);

/** One way in which calls of one operation fail, as it is written. */
export const faultSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...where, kind: plain }),
    z.strictObject({ ...where, kind: z.literal('latency'), ms: z.int().min(1).max(900_000).default(250) }),
    z.strictObject({
      ...where,
      kind: z.literal('transactionConflict'),
      service: z.literal('dynamodb', 'must be dynamodb for a transactionConflict'),
      operation: z.literal('TransactWriteItems', 'must be TransactWriteItems for a transactionConflict'),
    }),
    z.strictObject({
      ...where,
      kind: z.literal('partitionLimit'),
      service: z.literal('dynamodb', 'must be dynamodb for a partitionLimit'),
      operation: z.enum(
        ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'],
        'must be one of PutItem, UpdateItem, DeleteItem, TransactWriteItems',
      ),
      /** Share of the calls that are held to the limit. */
      rate: where.rate.default(1),
      /** Write units that these calls may take of one partition key in a second of the stack's clock. */
      units: z.int().min(1).max(1_000_000).default(1_000),
    }),
    z.strictObject({
      ...where,
      kind: z.literal('gone'),
      service: z.literal('execute-api', 'must be execute-api for gone'),
      operation: z.literal('PostToConnection', 'must be PostToConnection for gone'),
      /** The post that it strikes, counted from 1, whatever else may strike it; absent: each by the rate. */
      nth: z.int().min(1).optional(),
    }),
    z.strictObject({
      ...where,
      kind: z.literal('reorder'),
      service: z.literal('execute-api', 'must be execute-api for reorder'),
      operation: z.literal('PostToConnection', 'must be PostToConnection for reorder'),
      /** The post arrives after the next one to its connection, at the latest after so long. */
      ms: z.int().min(1).max(900_000).default(250),
    }),
    z.strictObject({
      ...where,
      kind: disconnect,
      service: z.literal('execute-api', 'must be execute-api for a fault of $disconnect'),
      operation: z.literal('$disconnect', 'must be $disconnect, which a connection runs when it ends'),
      caller: z.undefined('is no part of a fault of $disconnect, which no function calls').optional(),
    }),
  ],
  `must be one of ${[...plain.options, 'latency', 'transactionConflict', 'partitionLimit', 'gone', 'reorder', ...disconnect.options].join(', ')}`,
);

const faultPlan = z.strictObject({
  /** The same seed gives each caller the same faults in the same sequence of calls of an operation. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  faults: z.array(faultSchema).min(1),
});

/** One way in which calls of one operation fail. */
export type Fault = z.infer<typeof faultSchema>;
type FaultPlan = z.infer<typeof faultPlan>;
/** A plan as it is written: what has a default may be absent. */
export type FaultPlanInput = z.input<typeof faultPlan>;

/** Checks a plan. Throws `FaultPlanError` naming the field, such as `faults[0].rate: …`. */
export function parseFaultPlan(value: unknown): FaultPlan {
  const parsed = faultPlan.safeParse(value);
  if (!parsed.success) throw new FaultPlanError(describe(parsed.error));
  checkRates(parsed.data.faults);
  return parsed.data;
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'The fault plan is invalid';
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...issue.path, ...unknown].reduce<string>(
    (path, step) => (typeof step === 'number' ? `${path}[${step}]` : `${path}${path && '.'}${String(step)}`),
    '',
  );
  return `${field || 'the plan'}: ${unknown.length > 0 ? 'is not a field of it' : issue.message}`;
}

/**
 * At most one fault strikes a call, so the shares of those that may strike it add up to 1 at most. One of a single call
 * has no share in the others, and a limit strikes what is beyond it.
 */
export function checkRates(faults: readonly Fault[]): void {
  for (const [index, { service, operation, caller }] of faults.entries()) {
    const rivals = faults.filter(
      (other) =>
        !isOfOneCall(other) &&
        !isLimit(other) &&
        other.service === service &&
        other.operation === operation &&
        (other.caller === undefined || other.caller === caller),
    );
    const sum = rivals.reduce((total, { rate }) => total + rate, 0);
    if (sum <= 1 + 1e-9) continue;
    const rate = `the rates for ${service}:${operation} add up to ${Number(sum.toFixed(3))}, over 1`;
    throw new FaultPlanError(`faults[${index}].rate: ${rate}`, { fields: { rate } });
  }
}

/** Whether a fault strikes the call of one number, if its rate says so. */
export function isOfOneCall(fault: Fault): fault is Extract<Fault, { kind: 'gone' }> & { nth: number } {
  return fault.kind === 'gone' && fault.nth !== undefined;
}

/** Whether a fault strikes what is beyond a limit, not a share of the calls. */
export function isLimit(fault: Fault): fault is Extract<Fault, { kind: 'partitionLimit' }> {
  return fault.kind === 'partitionLimit';
}

/** Reads a plan from a JSON file. Throws `FaultPlanError`, naming the file and what is wrong with it. */
export function readFaultPlan(file: string): FaultPlan {
  try {
    return parseFaultPlan(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new FaultPlanError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
