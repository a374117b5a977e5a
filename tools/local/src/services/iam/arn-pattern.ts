import { matchesPattern } from './wildcard.ts';

const COLONS = 5;

/** Whether an ARN matches a pattern of an ARN; a wildcard stays within its one of the six parts. */
export function matchesArn(pattern: string, arn: string): boolean {
  const [wanted, parts] = [partsOf(pattern), partsOf(arn)];
  return (
    wanted.length === parts.length && wanted.every((part, index) => matchesPattern(part, parts[index] ?? ''))
  );
}

/** The six parts of an ARN; the last, the resource, may itself hold colons. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, COLONS), parts.slice(COLONS).join(':')];
}
