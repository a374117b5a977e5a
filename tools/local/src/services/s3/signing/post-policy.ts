import * as z from 'zod';
import { S3Error } from '../error.ts';

const sized = z.tuple([
  z.literal('content-length-range'),
  z.coerce.number().min(0),
  z.coerce.number().min(0),
]);
const matched = z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]);
const exact = z.record(z.string(), z.string());
const postPolicy = z.object({
  expiration: z.iso.datetime(),
  conditions: z.array(z.union([sized, matched, exact])),
});

type Condition = { operator: 'eq' | 'starts-with'; field: string; value: string };

/** Sizes in bytes, both ends included. */
export type SizeRange = { least: number; most: number };

/** Fields that a policy need not name. */
const FREE = /^(x-amz-signature|file|policy|x-ignore-.*)$/;

/**
 * Checks the fields of a form against its policy: not expired, every condition met, and no field that the policy does
 * not name. Answers the sizes that it allows. Throws `S3Error`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function checkPolicy(encoded: string, fields: ReadonlyMap<string, string>, now: number): SizeRange {
  const { expiration, conditions } = parsePolicy(encoded);
  if (now > Date.parse(expiration)) throw denied('Policy expired.');
  const matches = conditions.flatMap(matchConditions);
  const failed = matches.find((condition) => !holds(condition, fields));
  if (failed !== undefined)
    throw denied(`Policy Condition failed: ["${failed.operator}", "$${failed.field}", "${failed.value}"]`);
  const named = new Set(matches.map(({ field }) => field));
  const extra = [...fields.keys()].find(
    (field) => !named.has(field) && field !== 'bucket' && !FREE.test(field),
  );
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);
  const range = conditions.find(
    (condition): condition is z.infer<typeof sized> =>
      Array.isArray(condition) && condition.length === 3 && condition[0] === 'content-length-range',
  );
  return range === undefined ? { least: 0, most: Infinity } : { least: range[1], most: range[2] };
}

function parsePolicy(encoded: string): z.infer<typeof postPolicy> {
  const text = Buffer.from(encoded, 'base64').toString();
  const parsed = z
    .string()
    .transform((each, issues): unknown => {
      try {
        return JSON.parse(each);
      } catch {
        issues.addIssue('is not JSON');
        return z.NEVER;
      }
    })
    .pipe(postPolicy)
    .safeParse(text);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new S3Error(
    'InvalidPolicyDocument',
    `Invalid Policy: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

function matchConditions(condition: z.infer<typeof postPolicy>['conditions'][number]): Condition[] {
  if (!Array.isArray(condition))
    return Object.entries(condition).map(([field, value]) => ({
      operator: 'eq',
      field: field.toLowerCase(),
      value,
    }));
  if (condition[0] === 'content-length-range') return [];
  const [operator, field, value] = condition;
  return [{ operator, field: field.slice(1).toLowerCase(), value: String(value) }];
}

function holds({ operator, field, value }: Condition, fields: ReadonlyMap<string, string>): boolean {
  const actual = fields.get(field);
  if (actual === undefined) return false;
  if (operator === 'eq') return actual === value;
  // A browser may send a list of content types: each must match.
  return (field === 'content-type' ? actual.split(',') : [actual]).every((each) =>
    each.trim().startsWith(value),
  );
}

function denied(reason: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`);
}
