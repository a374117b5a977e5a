import { matchesPattern } from './wildcard.ts';

const COLONS = 5;

/** Whether an ARN matches a pattern of an ARN; a wildcard stays within its one of the six parts. */
export function matchesArn(pattern: string, arn: string): boolean {
  const [wanted, parts] = [partsOf(pattern), partsOf(arn)];
  return (
    wanted.length === parts.length && wanted.every((part, index) => matchesPattern(part, parts[index] ?? ''))
  );
}

/** The six parts of an ARN, the last of which, the resource, may itself hold colons; fewer of what is none. */
function partsOf(arn: string): string[] {
  const parts = [];
  let start = 0;
  for (let end = arn.indexOf(':'); end !== -1 && parts.length < COLONS; end = arn.indexOf(':', start)) {
    parts.push(arn.slice(start, end));
    start = end + 1;
  }
  return [...parts, arn.slice(start)];
}
