import { arnOf } from '../arn.ts';
import { TemplateError } from './errors.ts';
import type { Scope } from './scope.ts';

/** What `Ref` of a pseudo parameter, a parameter or a resource gives; undefined for AWS::NoValue. */
export function referenceOf(name: string, scope: Scope): string | string[] | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const value = pseudoParameter(name, scope) ?? parameterValue(name, scope) ?? scope.created.get(name)?.ref;
  if (value === undefined)
    throw new TemplateError(scope.where, `Ref "${name}" names nothing in the template`);
  return value;
}

/** What `Fn::GetAtt` of a resource gives. */
export function attributeOf(logicalId: string, attribute: string, scope: Scope): string {
  const resource = scope.created.get(logicalId);
  if (resource === undefined) {
    throw new TemplateError(scope.where, `Fn::GetAtt "${logicalId}" names no resource in the template`);
  }
  const value = resource.attributes[attribute];
  if (value === undefined) {
    const type = scope.stack.template.Resources[logicalId]?.Type;
    throw new TemplateError(
      scope.where,
      `attribute "${attribute}" of ${type} is not supported by the local stack`,
    );
  }
  return value;
}

/** What `Fn::ImportValue` gives: a value that a stack before this one exports. */
export function importOf(name: string, scope: Scope): string {
  const value = scope.exports.get(name);
  if (value !== undefined) return value;
  throw new TemplateError(scope.where, `Fn::ImportValue: no stack that is made before exports "${name}"`);
}

/** A parameter's default: a deployment's arguments are not known here, and no parameter store is asked. */
function parameterValue(name: string, scope: Scope): string | string[] | undefined {
  const parameter = scope.stack.template.Parameters[name];
  if (parameter === undefined) return undefined;
  if (parameter.Type.startsWith('AWS::SSM::')) {
    throw new TemplateError(
      scope.where,
      `parameter "${name}" is kept in AWS, which the local stack does not ask`,
    );
  }
  if (parameter.Default === undefined)
    throw new TemplateError(scope.where, `parameter "${name}" has no default`);
  const value = String(parameter.Default);
  return /^(List<|CommaDelimitedList)/.test(parameter.Type)
    ? value.split(',').map((item) => item.trim())
    : value;
}

/** AWS::NoValue is no value, not one here. */
function pseudoParameter(name: string, { stack, region, accountId }: Scope): string | undefined {
  const parameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': arnOf('cloudformation', { region, accountId }, `stack/${stack.name}/local`),
  };
  return parameters[name];
}
