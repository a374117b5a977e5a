import { EXECUTE_API_PATH } from '../gateway/paths.ts';
import { TemplateError } from './errors.ts';
import { attributeOf, importOf, referenceOf } from './reference.ts';
import type { Scope } from './scope.ts';
import { substitute } from './sub.ts';
import type { Json } from './template.ts';

/**
 * A value with every intrinsic function in it replaced by what it means on this stack; undefined for AWS::NoValue,
 * which also leaves its place in an object or a list empty. Throws TemplateError naming a function that is not
 * supported, or a name that does not exist.
 */
export function resolveValue(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => present(resolveValue(item, scope)));
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicCall(value);
  return call === undefined ? resolveEntries(value, scope) : resolveCall(call, scope);
}

/** A value that must resolve to text; numbers and booleans become text as CloudFormation makes them. */
export function resolveText(value: Json, scope: Scope): string {
  const resolved = resolveValue(value, scope);
  if (typeof resolved === 'string') return resolved;
  if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
  throw new TemplateError(scope.where, `${JSON.stringify(value)} is not text`);
}

function present(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

function resolveEntries(value: Record<string, Json>, scope: Scope): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const resolved = resolveValue(inner, scope);
      return resolved === undefined ? [] : [[key, resolved]];
    }),
  );
}

function intrinsicCall(value: Record<string, Json>): { name: string; argument: Json } | undefined {
  const [first, ...others] = Object.entries(value);
  if (first === undefined || others.length > 0) return undefined;
  const [name, argument] = first;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

function resolveCall({ name, argument }: { name: string; argument: Json }, scope: Scope): Json | undefined {
  const intrinsic = intrinsics.get(name);
  if (intrinsic === undefined) {
    throw new TemplateError(scope.where, `intrinsic function "${name}" is not supported by the local stack`);
  }
  return intrinsic(argument, scope);
}

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const intrinsics: ReadonlyMap<string, Intrinsic> = new Map(
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
    'Fn::ImportValue': (argument, scope) => importOf(resolveText(argument, scope), scope),
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

const EXECUTE_API = /(https|wss):\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?=\/)/g;

/**
 * Puts the gateway in place of every execute-api host in `text`, so that the address of an API in an output or an
 * environment variable can be reached: `<gateway>/_aws/execute-api/<api id>/<stage>/...`.
 */
function reachableExecuteApi(text: string, gatewayUrl: string): string {
  return text.replace(EXECUTE_API, (_, scheme: string, apiId: string) => {
    const base = scheme === 'wss' ? gatewayUrl.replace(/^http/, 'ws') : gatewayUrl;
    return `${base}${EXECUTE_API_PATH}${apiId}`;
  });
}

/** Conditions by name, as far as they are known; undefined while one is being found out. */
type Known = Map<string, boolean | undefined>;

/** Whether the template's condition of that name holds. Throws TemplateError when it is missing or goes round. */
export function holds(name: string, scope: Scope, known: Known = new Map()): boolean {
  const condition = scope.stack.template.Conditions[name];
  if (condition === undefined) throw new TemplateError(scope.where, `condition "${name}" does not exist`);
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.has(name)) throw new TemplateError(scope.where, `condition "${name}" is defined by itself`);
  known.set(name, undefined);
  const value = evaluate(condition, scope, known);
  known.set(name, value);
  return value;
}

function evaluate(condition: Json, scope: Scope, known: Known): boolean {
  const [operator, argument] = onlyEntry(condition);
  const each = (): boolean[] => listOf(argument).map((inner) => evaluate(inner, scope, known));
  switch (operator) {
    case 'Condition':
      return holds(String(argument), scope, known);
    case 'Fn::Equals':
      return equal(listOf(argument).map((side) => resolveValue(side, scope)));
    case 'Fn::And':
      return each().every(Boolean);
    case 'Fn::Or':
      return each().some(Boolean);
    case 'Fn::Not':
      return !each()[0];
    default:
      throw new TemplateError(
        scope.where,
        `condition function "${operator}" is not supported by the local stack`,
      );
  }
}

/** Values of templates are text: a parameter of the type Number equals a number that is written the same. */
function equal([left, right]: unknown[]): boolean {
  return JSON.stringify(asText(left)) === JSON.stringify(asText(right));
}

function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function onlyEntry(condition: Json): [string, Json] {
  const entries = typeof condition === 'object' && condition !== null ? Object.entries(condition) : [];
  return entries[0] ?? ['', null];
}

function listOf(argument: Json): Json[] {
  return Array.isArray(argument) ? argument : [argument];
}
