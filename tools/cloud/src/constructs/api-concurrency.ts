import { Aws, CfnCondition, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { CfnFunction, type Function } from 'aws-cdk-lib/aws-lambda';

const ID = 'ApiConcurrency';
const CONDITION = 'HasApiConcurrency';

/**
 * Parameter `ApiConcurrency` of a stack: how many invocations each function behind its API has at once, reserved for it
 * and the most that it gets. Empty by default, and then nothing is reserved: a new account has 10 in all, of which it may
 * reserve none.
 */
export function limitConcurrency({ node: { defaultChild } }: Function): void {
  if (!(defaultChild instanceof CfnFunction)) return;
  const value = concurrencyParameter(Stack.of(defaultChild)).valueAsString;
  const reserved = Fn.conditionIf(CONDITION, value, Aws.NO_VALUE);
  defaultChild.reservedConcurrentExecutions = Token.asNumber(reserved);
}

function concurrencyParameter(stack: Stack): CfnParameter {
  const present = stack.node.tryFindChild(ID);
  if (present instanceof CfnParameter) return present;
  const parameter = new CfnParameter(stack, ID, {
    description: 'Invocations at once of each function behind the API; empty for what the account has',
    type: 'String',
    default: '',
    allowedPattern: '^([1-9][0-9]{0,3})?$',
    constraintDescription: 'expected a number from 1 to 9999, or nothing',
  });
  new CfnCondition(stack, CONDITION, {
    expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')),
  });
  return parameter;
}
