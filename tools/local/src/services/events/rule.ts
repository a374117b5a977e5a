import * as z from 'zod';
import { arnOf, type Account } from '../../arn.ts';
import { compilePattern } from '../../event-pattern/compile-pattern.ts';
import { EVENT_RULE } from '../../event-pattern/dialect.ts';
import { EventPatternError } from '../../event-pattern/errors.ts';
import type { Matcher } from '../../event-pattern/values.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { parseJson } from '../../gateway/json-service.ts';

/** Where a rule sends events: a function or a queue. */
export const target = z.object({
  id: z.string(),
  arn: z.string(),
  /** JSON text that takes the event's place. */
  input: z.string().optional(),
  /** The part of the event that takes its place. */
  inputPath: z.string().optional(),
  /** How long and how often it is tried again. */
  maximumAgeSeconds: z.number().default(86_400),
  maximumAttempts: z.number().default(185),
  deadLetterArn: z.string().optional(),
});
export type Target = z.infer<typeof target>;

/** A rule of the default event bus: by a pattern of events, by a schedule, or both. */
export const rule = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  /** As JSON. */
  pattern: z.string().optional(),
  schedule: z.string().optional(),
  isEnabled: z.boolean(),
  targets: z.array(target),
});
export type Rule = z.infer<typeof rule>;

export const MAX_TARGETS = 5;
const MAX_PATTERN = 4096;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MAX_COMBINATIONS = 1000;

export function ruleArn(name: string, account: Account): string {
  return arnOf('events', account, `rule/${name}`);
}

/** Throws `ValidationException` and `InvalidEventPatternException` for a rule that EventBridge does not take. */
export function checkRule({ name, pattern, schedule, description = '' }: Rule): void {
  if (!/^[\w.-]{1,64}$/.test(name)) throw invalid('Parameter Name is not valid.');
  if (description.length > 512) throw invalid('Parameter Description is not valid.');
  if (pattern === undefined && schedule === undefined)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (pattern !== undefined) matcherOf(pattern);
  if (schedule !== undefined) rateMs(schedule);
}

/** Throws `InvalidEventPatternException`. */
export function matcherOf(pattern: string): Matcher {
  if (pattern.length > MAX_PATTERN) throw invalidPattern(`it has more than ${MAX_PATTERN} characters`);
  const parsed = parseJson(pattern);
  if (parsed === undefined) throw invalidPattern('it is no JSON');
  try {
    const matches = compilePattern(parsed, EVENT_RULE);
    if (combinations(parsed) <= MAX_COMBINATIONS) return matches;
    throw new EventPatternError('$', `$or makes more than ${MAX_COMBINATIONS} combinations`);
  } catch (error) {
    throw error instanceof EventPatternError ? invalidPattern(error.message) : error;
  }
}

/** Of the alternatives in a pattern that compiles, and so is not deep. */
function combinations(pattern: unknown): number {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) return 1;
  return Object.entries(pattern).reduce((product, [key, value]) => {
    const branches: readonly unknown[] = key === '$or' && Array.isArray(value) ? value : [value];
    return product * branches.reduce<number>((sum, branch) => sum + combinations(branch), 0);
  }, 1);
}

function invalidPattern(reason: string): ApiError {
  return new ApiError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

export function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message);
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two runs of `rate(1 hour)`, `rate(5 minutes)`: the unit is singular for 1 and plural otherwise.
 * Throws for any other text, cron expressions among them, which the stack does not run.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-rate-expressions
 */
export function rateMs(expression: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\(([1-9]\d{0,8}) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined && (plural === 's') === Number(count) > 1) return Number(count) * unitMs;
  throw invalid(
    `"${expression}" is not rate(<count> minute|minutes|hour|hours|day|days), the schedules that the local stack runs`,
  );
}
