import type { Scope } from './scope.ts';

/** The value of a pseudo parameter; undefined for one that does not exist. AWS::NoValue is no value, not one here. */
export function pseudoParameter(name: string, scope: Scope): string | undefined {
  return pseudoParameters(scope)[name];
}

function pseudoParameters({ stack, region, accountId }: Scope): Readonly<Record<string, string>> {
  return {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stack.name}/local`,
  };
}
