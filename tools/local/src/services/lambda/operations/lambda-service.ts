import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { type Account, arnOf } from '../../../arn.ts';
import type { Access, Service, ServiceRequest, ServiceResponse } from '../../../gateway/service.ts';
import { FunctionNotFoundError } from '../errors.ts';
import {
  eventInvokeConfig,
  functionPolicy,
  type FunctionRules,
  listEventInvokeConfigs,
} from './function-rules.ts';
import { functionConfiguration, functionDescription } from './function-description.ts';
import type { DeployedFunction } from '../functions.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { invokeOperation, type InvokePorts } from './lambda-invoke.ts';
import { lambdaCall, type LambdaOperation } from './lambda-operations.ts';

type LambdaServiceOptions = InvokePorts &
  Account & {
    mappings(): readonly EventSourceMappingConfiguration[];
    rules: FunctionRules;
  };

type Handler = (request: ServiceRequest, parameter: string) => ServiceResponse | Promise<ServiceResponse>;

/** The Lambda API's part that a running stack can answer truthfully. */
export function createLambdaService(options: LambdaServiceOptions): Service {
  const { functions, rules } = options;
  const handlers: Record<keyof typeof ACCESS, Handler> = {
    ListFunctions: ({ url }) => json(page(url, 'Functions', functions.list().map(functionConfiguration))),
    GetFunction: (request, name) => json(functionDescription(find(request, name))),
    GetFunctionConfiguration: (request, name) => json(functionConfiguration(find(request, name))),
    GetPolicy: (request, name) => json(functionPolicy(find(request, name), rules)),
    GetFunctionEventInvokeConfig: (request, name) => json(eventInvokeConfig(find(request, name), rules)),
    ListFunctionEventInvokeConfigs: (request, name) => {
      const configs = listEventInvokeConfigs(find(request, name), rules);
      return json(page(request.url, 'FunctionEventInvokeConfigs', configs));
    },
    Invoke: (request, name) => invokeOperation(request, find(request, name), options),
    ListEventSourceMappings: ({ url }) => json(page(url, 'EventSourceMappings', selectMappings(url))),
    GetEventSourceMapping: (_request, uuid) => json(findMapping(uuid)),
  };

  function find({ url }: ServiceRequest, text: string): DeployedFunction {
    const { name, arn, qualifier } = functionReference(text, url, options);
    const deployed = functions.get(name);
    if (deployed !== undefined && (qualifier ?? '$LATEST') === '$LATEST') return deployed;
    throw new FunctionNotFoundError(qualifier === undefined ? arn : `${arn}:${qualifier}`);
  }

  function selectMappings(url: URL): readonly object[] {
    const source = url.searchParams.get('EventSourceArn');
    const name = url.searchParams.get('FunctionName');
    const functionArn = name === null ? null : functionReference(name, url, options).arn;
    return options
      .mappings()
      .filter((each) => source === null || each.EventSourceArn === source)
      .filter((each) => functionArn === null || each.FunctionArn === functionArn)
      .map(wireMapping);
  }

  function findMapping(uuid: string): object {
    const mapping = options.mappings().find((each) => each.UUID === uuid);
    if (mapping !== undefined) return wireMapping(mapping);
    const message = 'The resource you requested does not exist.';
    throw new ApiError('ResourceNotFoundException', message, 404);
  }

  async function handle(request: ServiceRequest): Promise<ServiceResponse> {
    const call = lambdaCall(request.method, request.url);
    const handler = call && Object.entries(handlers).find(([name]) => name === call.operation)?.[1];
    if (handler === undefined) throw new Error(`lambda has no operation ${request.operation}`);
    return handler(request, call?.parameters[0] ?? '');
  }

  function access(request: ServiceRequest): readonly Access[] {
    const rule = Object.entries(ACCESS).find(([name]) => name === request.operation)?.[1];
    if (rule === undefined) throw new Error(`lambda has no access rule for ${request.operation}`);
    const parameter = lambdaCall(request.method, request.url)?.parameters[0] ?? '';
    return [{ action: `lambda:${rule.action}`, resource: rule.on(parameter, request.url, options) }];
  }

  return {
    name: 'lambda',
    refusals: {
      throttled: { status: 429, code: 'TooManyRequestsException', message: 'Rate Exceeded.' },
      failed: { status: 500, code: 'ServiceException', message: 'Service error.' },
    },
    operation: ({ method, url }) => lambdaCall(method, url)?.operation,
    operations: new Set(Object.keys(handlers)),
    access,
    handle,
    error: (_request, error) => lambdaErrorResponse(error),
  };
}

/** REST-JSON writes times as seconds. */
function wireMapping(mapping: EventSourceMappingConfiguration): object {
  const seconds = (time: Date | undefined) => (time === undefined ? undefined : time.getTime() / 1000);
  const { LastModified, StartingPositionTimestamp, ...rest } = mapping;
  return {
    ...rest,
    LastModified: seconds(LastModified),
    StartingPositionTimestamp: seconds(StartingPositionTimestamp),
  };
}

function json(body: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** An error in the Lambda API's wire format. Some of its errors say `Message`, others `message`. */
function lambdaErrorResponse({ status, code, message }: ApiError): ServiceResponse {
  const Type = status < 500 ? 'User' : 'Server';
  const reason = { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', message };
  const body = code === 'TooManyRequestsException' ? { Type, ...reason } : { Type, Message: message };
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify(body) };
}

const MAX_PAGE_ITEMS = 50;

/**
 * One page of a list of the Lambda API under its member's name: up to `MaxItems` items from `Marker` on, at most 50
 * as AWS answers, with `NextMarker` when there is more.
 */
function page(url: URL, member: string, items: readonly object[]): Record<string, unknown> {
  const from = Number(url.searchParams.get('Marker') ?? 0);
  const count = Number(url.searchParams.get('MaxItems') ?? MAX_PAGE_ITEMS);
  if (!Number.isInteger(from) || from < 0) throw invalid('Marker');
  if (!Number.isInteger(count) || count < 1) throw invalid('MaxItems');
  const to = from + Math.min(count, MAX_PAGE_ITEMS);
  const listed = { [member]: items.slice(from, to) };
  return to < items.length ? { ...listed, NextMarker: String(to) } : listed;
}

function invalid(parameter: string): ApiError {
  return new ApiError('InvalidParameterValueException', `${parameter} is not valid.`, 400);
}

/** A function as a request names it; its ARN is without the qualifier. */
type FunctionReference = { name: string; arn: string; qualifier: string | undefined };

const FORM = /^(?:(?:arn:aws[\w-]*:lambda:([\w-]+):)?(\d{12}):function:)?([\w-]+)(?::([\w$-]+))?$/;

/**
 * Reads a function's name, partial or full ARN, with or without a qualifier, which the query may name too. Text that
 * has none of these forms or is another region's or account's names no function of the stack. Throws `ApiError` when
 * the two qualifiers differ.
 */
function functionReference(text: string, url: URL, place: Account): FunctionReference {
  const asked = url.searchParams.get('Qualifier') ?? undefined;
  const [matched, region = place.region, accountId = place.accountId, name = '', suffix] =
    FORM.exec(text) ?? [];
  if (matched === undefined || region !== place.region || accountId !== place.accountId)
    return { name: text, arn: text.startsWith('arn:') ? text : functionArn(place, text), qualifier: asked };
  if (asked !== undefined && suffix !== undefined && asked !== suffix)
    throw new ApiError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  return { name, arn: functionArn(place, name), qualifier: asked ?? suffix };
}

const functionArn = (place: Account, name: string) => arnOf('lambda', place, `function:${name}`);

/** A qualified request needs the qualified ARN: https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
function onFunction(text: string, url: URL, place: Account): string {
  const { arn, qualifier } = functionReference(text, url, place);
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

const onAll = () => '*';

/**
 * The IAM action of each operation, and what it is on.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
const ACCESS = {
  ListFunctions: { action: 'ListFunctions', on: onAll },
  GetFunction: { action: 'GetFunction', on: onFunction },
  GetFunctionConfiguration: { action: 'GetFunctionConfiguration', on: onFunction },
  GetPolicy: { action: 'GetPolicy', on: onFunction },
  GetFunctionEventInvokeConfig: { action: 'GetFunctionEventInvokeConfig', on: onFunction },
  ListFunctionEventInvokeConfigs: { action: 'ListFunctionEventInvokeConfigs', on: onFunction },
  Invoke: { action: 'InvokeFunction', on: onFunction },
  ListEventSourceMappings: { action: 'ListEventSourceMappings', on: onAll },
  GetEventSourceMapping: {
    action: 'GetEventSourceMapping',
    on: (uuid: string, _url: URL, place: Account) => arnOf('lambda', place, `event-source-mapping:${uuid}`),
  },
} satisfies Partial<
  Record<LambdaOperation, { action: string; on(parameter: string, url: URL, place: Account): string }>
>;
