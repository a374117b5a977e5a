import { matchesArn } from './arn-pattern.ts';
import { matchesPattern } from './wildcard.ts';

/** Whether one value of the request's context answers one value of a policy's condition. */
type ConditionOperator = (expected: string, actual: string) => boolean;

const numeric =
  (compare: (actual: number, expected: number) => boolean): ConditionOperator =>
  (expected, actual) =>
    compare(Number(actual), Number(expected));

const equalsIgnoringCase: ConditionOperator = (expected, actual) =>
  expected.toLowerCase() === actual.toLowerCase();

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map(
  Object.entries<ConditionOperator>({
    StringEquals: (expected, actual) => expected === actual,
    StringEqualsIgnoreCase: equalsIgnoringCase,
    StringLike: matchesPattern,
    ArnEquals: matchesArn,
    ArnLike: matchesArn,
    Bool: equalsIgnoringCase,
    NumericEquals: numeric((actual, expected) => actual === expected),
    NumericLessThan: numeric((actual, expected) => actual < expected),
    NumericLessThanEquals: numeric((actual, expected) => actual <= expected),
    NumericGreaterThan: numeric((actual, expected) => actual > expected),
    NumericGreaterThanEquals: numeric((actual, expected) => actual >= expected),
  }),
);

/** Operators that hold when no expected value matches, by the operator that they turn round. */
export const negatedOperators: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NumericNotEquals', 'NumericEquals'],
]);
