import { holds } from './conditions.ts';
import { TemplateError } from './errors.ts';
import { reachableExecuteApi } from './execute-api-url.ts';
import { attributeOf, referenceOf } from './reference.ts';
import { resolveText, resolveValue } from './resolve.ts';
import type { Scope } from './scope.ts';
import { substitute } from './sub.ts';
import type { Json } from './template.ts';

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries<Intrinsic>({
    Ref: (argument, scope) => referenceOf(resolveText(argument, scope), scope),
    'Fn::GetAtt': getAtt,
    'Fn::Join': join,
    'Fn::Sub': sub,
    'Fn::Select': select,
    'Fn::Split': split,
    'Fn::If': choose,
    'Fn::FindInMap': findInMap,
    'Fn::GetAZs': (_, scope) => ['a', 'b', 'c'].map((zone) => `${scope.region}${zone}`),
    'Fn::Base64': (argument, scope) => Buffer.from(resolveText(argument, scope)).toString('base64'),
  }),
);

function getAtt(argument: Json, scope: Scope): string {
  const [id = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, scope);
  return attributeOf(String(id), attribute.map(String).join('.'), scope);
}

function join(argument: Json, scope: Scope): string {
  const [delimiter = '', parts = []] = list(argument, scope);
  const texts = resolvedList(parts, scope).map((part) => resolveText(part, scope));
  return reachableExecuteApi(texts.join(resolveText(delimiter, scope)), scope.gatewayUrl);
}

function sub(argument: Json, scope: Scope): string {
  const [text = '', variables = {}] = Array.isArray(argument) ? argument : [argument];
  const own = new Map(Object.entries(typeof variables === 'object' && variables !== null ? variables : {}));
  const substituted = substitute(resolveText(text, scope), (name) => {
    const value = own.get(name);
    if (value !== undefined) return resolveText(value, scope);
    return resolveText(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, scope);
  });
  return reachableExecuteApi(substituted, scope.gatewayUrl);
}

function select(argument: Json, scope: Scope): Json {
  const [index = 0, items = []] = list(argument, scope);
  const position = Number(resolveText(index, scope));
  const item = resolvedList(items, scope)[position];
  if (item === undefined) throw new TemplateError(scope.where, `Fn::Select has no item ${position}`);
  return item;
}

function split(argument: Json, scope: Scope): string[] {
  const [delimiter = '', text = ''] = list(argument, scope);
  return resolveText(text, scope).split(resolveText(delimiter, scope));
}

function choose(argument: Json, scope: Scope): Json | undefined {
  const [name = '', then = null, otherwise = null] = list(argument, scope);
  return resolveValue(holds(String(name), scope) ? then : otherwise, scope);
}

function findInMap(argument: Json, scope: Scope): Json {
  const [map = '', top = '', second = ''] = list(argument, scope).map((name) => resolveText(name, scope));
  const found = scope.stack.template.Mappings[map]?.[top]?.[second];
  if (found === undefined)
    throw new TemplateError(scope.where, `mapping ${map}.${top}.${second} does not exist`);
  return found;
}

function list(argument: Json, scope: Scope): Json[] {
  if (Array.isArray(argument)) return argument;
  throw new TemplateError(scope.where, `${JSON.stringify(argument)} is not a list of arguments`);
}

function resolvedList(value: Json, scope: Scope): Json[] {
  return list(resolveValue(value, scope) ?? null, scope);
}
