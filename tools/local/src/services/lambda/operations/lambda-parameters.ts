import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import {
  checkParameters,
  only,
  type Parameters,
  type ParameterTable,
  refused,
  supported,
  withoutEffect,
} from '../../../gateway/parameters.ts';

const PAGE = ['Marker', 'MaxItems'];
const ON_FUNCTION = supported('FunctionName', 'Qualifier');

/** What the stack does with each parameter of Lambda: those of the path, the query, the headers and the body. */
export const PARAMETERS: ParameterTable = {
  ListFunctions: {
    ...supported(...PAGE),
    ...refused('MasterRegion'),
    // No function has a published version.
    ...only(['ALL'], 'FunctionVersion'),
  },
  GetFunction: ON_FUNCTION,
  GetFunctionConfiguration: ON_FUNCTION,
  GetPolicy: ON_FUNCTION,
  GetFunctionEventInvokeConfig: ON_FUNCTION,
  ListFunctionEventInvokeConfigs: supported('FunctionName', ...PAGE),
  Invoke: {
    ...ON_FUNCTION,
    ...supported('InvocationType', 'LogType', 'Payload'),
    ...refused('ClientContext', 'DurableExecutionName', 'TenantId'),
  },
  UpdateFunctionCode: {
    ...supported('FunctionName', 'ZipFile'),
    ...only([false], 'DryRun', 'Publish'),
    ...withoutEffect("functions run on the laptop's own processor", 'Architectures'),
    ...refused('ImageUri', 'PublishTo', 'RevisionId', 'SourceKMSKeyArn'),
    ...refused('S3Bucket', 'S3Key', 'S3ObjectStorageMode', 'S3ObjectVersion'),
  },
  ListEventSourceMappings: supported('EventSourceArn', 'FunctionName', ...PAGE),
  GetEventSourceMapping: supported('UUID'),
};

/** The body of UpdateFunctionCode; its other members are read as they come. */
const codeBody = z.looseObject({ ZipFile: z.string().optional() });

/** Parameters of Invoke that are headers: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const HEADERS = {
  InvocationType: 'x-amz-invocation-type',
  LogType: 'x-amz-log-type',
  ClientContext: 'x-amz-client-context',
  DurableExecutionName: 'x-amz-durable-execution-name',
  TenantId: 'x-amz-tenant-id',
};

const texts = z.record(z.string(), z.string());
/** A request's parameters by name, those of its path and body aside. */
export type Given = Readonly<z.infer<typeof texts>>;

/** Throws `ApiError` for a parameter that the stack does not support; ignores those that the operation does not have. */
export function parametersOf(request: ServiceRequest): Given {
  const { operation, url, headers } = request;
  const asked = { operation, code: 'InvalidParameterValueException' };
  if (operation === 'UpdateFunctionCode')
    return texts.parse(checkParameters(asked, rulesOf(operation), bodyOf(request)));
  const given = new Map(url.search === '' ? [] : [...url.searchParams].toReversed());
  if (operation === 'Invoke')
    for (const [name, header] of Object.entries(HEADERS)) {
      given.delete(name);
      if (headers[header] !== undefined) given.set(name, String(headers[header]));
    }
  if (given.size === 0) return {};
  return texts.parse(checkParameters(asked, rulesOf(operation), Object.fromEntries(given)));
}

function bodyOf({ body }: ServiceRequest): unknown {
  try {
    return codeBody.parse(JSON.parse(body.toString()));
  } catch {
    throw new ApiError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}

/** The qualifier in the query of an operation that has one. */
export function qualifierOf({ operation, url }: ServiceRequest): string | undefined {
  if (!Object.hasOwn(rulesOf(operation), 'Qualifier')) return undefined;
  return url.searchParams.get('Qualifier') ?? undefined;
}

function rulesOf(operation: string): Parameters {
  return PARAMETERS[operation] ?? {};
}
