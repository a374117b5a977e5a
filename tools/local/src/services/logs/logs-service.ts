import * as z from 'zod';
import type {
  Access,
  GatewayRequest,
  Service,
  ServiceRequest,
  ServiceResponse,
} from '../../gateway/service.ts';
import { describeLogGroups, describeLogStreams } from './describe-logs.ts';
import { invalidParameter, LogsApiError, noSuchGroup } from './log-errors.ts';
import type { LogStore } from './log-store.ts';
import * as inputs from './logs-requests.ts';
import { logsErrorResponse, logsResponse, readBody } from './logs-wire.ts';
import { filterLogEvents, getLogEvents } from './read-log-events.ts';

export type LogsServiceOptions = { store: LogStore; region: string; accountId: string };

type NamedGroup = { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined };
type Operation = (body: unknown) => object | undefined;

const targetPrefix = 'Logs_20140328.';

/** The CloudWatch Logs API over the stack's own log store. JSON 1.1, the operation in `X-Amz-Target`. */
export function createLogsService({ store, region, accountId }: LogsServiceOptions): Service {
  const groupArn = (group: string) => `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
  const operations: Readonly<Record<string, Operation>> = {
    DescribeLogGroups: operation(inputs.describeLogGroupsInput, (input) =>
      describeLogGroups(store, groupArn, input),
    ),
    DescribeLogStreams: operation(inputs.describeLogStreamsInput, (input) =>
      describeLogStreams(store, groupArn, existingGroup(input), input),
    ),
    GetLogEvents: operation(inputs.getLogEventsInput, (input) =>
      getLogEvents(store, existingGroup(input), input),
    ),
    FilterLogEvents: operation(inputs.filterLogEventsInput, (input) =>
      filterLogEvents(store, existingGroup(input), input),
    ),
    CreateLogGroup: operation(inputs.createLogGroupInput, createGroup),
    PutRetentionPolicy: operation(inputs.putRetentionPolicyInput, (input) => {
      if (store.setRetention(input.logGroupName, input.retentionInDays)) return undefined;
      throw noSuchGroup();
    }),
  };

  function existingGroup({ logGroupName, logGroupIdentifier }: NamedGroup): string {
    const identifier = logGroupName ?? logGroupIdentifier;
    if (identifier === undefined || (logGroupName !== undefined && logGroupIdentifier !== undefined)) {
      throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier is required.');
    }
    const name = groupName(identifier);
    if (store.hasGroup(name)) return name;
    throw noSuchGroup();
  }

  function createGroup({ logGroupName }: { logGroupName: string }): undefined {
    if (store.createGroup(logGroupName)) return undefined;
    throw new LogsApiError('ResourceAlreadyExistsException', 'The specified log group already exists');
  }

  async function handle(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      const run = operations[request.operation];
      if (run === undefined)
        return logsErrorResponse(501, 'NotImplemented', `${request.operation} is not supported.`);
      return logsResponse(run(readBody(request.body)));
    } catch (error) {
      if (error instanceof LogsApiError) return logsErrorResponse(400, error.code, error.message);
      return logsErrorResponse(500, 'ServiceUnavailableException', String(error));
    }
  }

  /** AWS names a stream in every resource, an empty one where the request names none. */
  function access({ operation: name, body }: ServiceRequest): readonly Access[] {
    const {
      logGroupName,
      logGroupIdentifier,
      logStreamName = '',
    } = accessInput.safeParse(readBody(body)).data ?? {};
    const group = groupName(logGroupName ?? logGroupIdentifier ?? '');
    return [{ action: `logs:${name}`, resource: `${groupArn(group)}:log-stream:${logStreamName}` }];
  }

  return {
    name: 'logs',
    operation: operationName,
    operations: new Set(Object.keys(operations)),
    access,
    handle,
    error: (_request, status, code, message) => logsErrorResponse(status, code, message),
  };
}

const accessInput = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamName: z.string().optional(),
});

function operationName({ headers }: GatewayRequest): string | undefined {
  const target = headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(targetPrefix)
    ? target.slice(targetPrefix.length)
    : undefined;
}

function operation<Input>(schema: z.ZodType<Input>, run: (input: Input) => object | undefined): Operation {
  return (body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return run(parsed.data);
    throw invalidParameter(z.prettifyError(parsed.error));
  };
}

/** A group's name, given its name or ARN. */
function groupName(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:\d*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}
