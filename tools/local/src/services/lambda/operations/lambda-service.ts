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
import type { DeployedFunction } from '../deployed-function.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { functionReference, isLatest, qualifiedArn } from './function-reference.ts';
import { invokeOperation, type InvokePorts } from './lambda-invoke.ts';
import { lambdaCall, type LambdaOperation } from './lambda-operations.ts';
import { type Given, parametersOf, qualifierOf } from './lambda-parameters.ts';
import { updateFunctionCode } from './update-function-code.ts';

type LambdaServiceOptions = InvokePorts &
  Account & {
    mappings(): readonly EventSourceMappingConfiguration[];
    rules: FunctionRules;
  };

/** `parameter` is that of the path. */
type Handler = (
  given: Given,
  parameter: string,
  request: ServiceRequest,
) => ServiceResponse | Promise<ServiceResponse>;

/** The Lambda API's part that a running stack can answer truthfully. */
export function createLambdaService(options: LambdaServiceOptions): Service {
  const { functions, rules } = options;
  const handlers: Record<keyof typeof ACCESS, Handler> = {
    ListFunctions: (given) => json(page(given, 'Functions', functions.list().map(functionConfiguration))),
    GetFunction: (given, name) => json(functionDescription(find(given, name))),
    GetFunctionConfiguration: (given, name) => json(functionConfiguration(find(given, name))),
    GetPolicy: (given, name) => json(functionPolicy(find(given, name), rules)),
    GetFunctionEventInvokeConfig: (given, name) => json(eventInvokeConfig(find(given, name), rules)),
    ListFunctionEventInvokeConfigs: (given, name) => {
      const configs = listEventInvokeConfigs(find(given, name), rules);
      return json(page(given, 'FunctionEventInvokeConfigs', configs, MAX_PAGE_ITEMS));
    },
    Invoke: (given, name, request) => invokeOperation(request, given, find(given, name), options),
    UpdateFunctionCode: async (given, name) =>
      json(functionConfiguration(await updateFunctionCode(given, find(given, name), functions))),
    ListEventSourceMappings: (given) => json(page(given, 'EventSourceMappings', selectMappings(given))),
    GetEventSourceMapping: (_given, uuid) => json(findMapping(uuid)),
  };

  const handlerOf: ReadonlyMap<string, Handler> = new Map(Object.entries(handlers));

  function find({ Qualifier }: Given, text: string): DeployedFunction {
    const reference = functionReference(text, Qualifier, options);
    const deployed = functions.get(reference.name);
    if (deployed !== undefined && isLatest(reference)) return deployed;
    throw new FunctionNotFoundError(qualifiedArn(reference));
  }

  function selectMappings({ EventSourceArn: source, FunctionName: name }: Given): readonly object[] {
    const reference = name === undefined ? undefined : functionReference(name, undefined, options);
    return options
      .mappings()
      .filter((each) => source === undefined || each.EventSourceArn === source)
      .filter(
        (each) => reference === undefined || (each.FunctionArn === reference.arn && isLatest(reference)),
      )
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
    const handler = handlerOf.get(call?.operation ?? '');
    if (handler === undefined) throw new Error(`lambda has no operation ${request.operation}`);
    return handler(parametersOf(request), call?.parameters[0] ?? '', request);
  }

  function access(request: ServiceRequest): readonly Access[] {
    const rule = RULES.get(request.operation);
    if (rule === undefined) throw new Error(`lambda has no access rule for ${request.operation}`);
    const parameter = lambdaCall(request.method, request.url)?.parameters[0] ?? '';
    const asked = qualifierOf(request);
    return [{ action: `lambda:${rule.action}`, resource: rule.on(parameter, asked, options) }];
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
function page(
  { Marker = '0', MaxItems = String(MAX_PAGE_ITEMS) }: Given,
  member: string,
  items: readonly object[],
  most = 10_000,
): Record<string, unknown> {
  const [from, count] = [Number(Marker), Number(MaxItems)];
  if (!Number.isInteger(from) || from < 0) throw invalid('Marker');
  if (!Number.isInteger(count) || count < 1 || count > most) throw invalid('MaxItems');
  const to = from + Math.min(count, MAX_PAGE_ITEMS);
  const listed = { [member]: items.slice(from, to) };
  return to < items.length ? { ...listed, NextMarker: String(to) } : listed;
}

function invalid(parameter: string): ApiError {
  return new ApiError('InvalidParameterValueException', `${parameter} is not valid.`, 400);
}

/** A qualified request needs the qualified ARN: https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
function onFunction(text: string, asked: string | undefined, place: Account): string {
  return qualifiedArn(functionReference(text, asked, place));
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
  UpdateFunctionCode: { action: 'UpdateFunctionCode', on: onFunction },
  ListEventSourceMappings: { action: 'ListEventSourceMappings', on: onAll },
  GetEventSourceMapping: {
    action: 'GetEventSourceMapping',
    on: (uuid: string, _asked: string | undefined, place: Account) =>
      arnOf('lambda', place, `event-source-mapping:${uuid}`),
  },
} satisfies Partial<Record<LambdaOperation, AccessRule>>;
type AccessRule = {
  action: string;
  on(parameter: string, asked: string | undefined, place: Account): string;
};
const RULES: ReadonlyMap<string, AccessRule> = new Map(Object.entries(ACCESS));
