import type { AccessRules } from '../../gateway/access-rule.ts';
import { type JsonApi, jsonResponse, jsonService } from '../../gateway/json-service.ts';
import type { GatewayRequest, Service, ServiceResponse } from '../../gateway/service.ts';
import type { ApiError } from '../../gateway/api-error.ts';
import { INVALID } from './errors.ts';
import type { Matchmaking } from './matchmaking.ts';
import { RESOURCE_OPERATIONS } from './operations/describe-resources.ts';
import { TICKET_OPERATIONS } from './operations/follow-tickets.ts';
import { START_OPERATIONS } from './operations/start-tickets.ts';
import { PARAMETERS } from './parameters.ts';

const API: JsonApi = {
  name: 'gamelift',
  version: '1.1',
  targets: ['GameLift'],
  invalidCode: INVALID,
  refusals: {
    failed: { status: 500, code: 'InternalServiceException', message: 'The service has an internal error.' },
  },
};

const OPERATIONS = { ...START_OPERATIONS, ...TICKET_OPERATIONS, ...RESOURCE_OPERATIONS };

/**
 * IAM takes no resource for any of these actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazongameliftservers.html
 */
const ACCESS: AccessRules<Matchmaking> = Object.fromEntries(
  Object.keys(OPERATIONS).map((name) => [name, () => [{ action: `gamelift:${name}`, resource: '*' }]]),
);

/** The FlexMatch part of the GameLift API, in JSON. Requests in CBOR are refused by their operation's name. */
export function gameLiftService(context: Matchmaking): Service {
  const service = jsonService(API, {
    context,
    operations: OPERATIONS,
    access: ACCESS,
    parameters: PARAMETERS,
  });
  return {
    ...service,
    claims: (request) => cborOperationOf(request) !== undefined,
    operation: (request) => {
      const cbor = cborOperationOf(request);
      return cbor === undefined
        ? service.operation(request)
        : `${cbor} in CBOR (rpc-v2-cbor): use a client that speaks JSON`;
    },
    error: (request, error) => (cborOperationOf(request) === undefined ? jsonError(error) : cborError(error)),
  };
}

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
function cborOperationOf({ method, url }: GatewayRequest): string | undefined {
  if (method !== 'POST') return undefined;
  return /^\/service\/GameLift\/operation\/(\w{1,100})$/.exec(url.pathname)?.[1];
}

/** GameLift writes `Message` with a capital letter. */
function jsonError({ code, message, status }: ApiError): ServiceResponse {
  return jsonResponse('1.1', { __type: code, Message: message }, status);
}

/** An error that clients of CBOR can read: a map of two texts. */
function cborError({ code, message, status }: ApiError): ServiceResponse {
  const entries = [...['__type', code], ...['message', message]].map(cborText);
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return { status, headers, body: Buffer.concat([Buffer.from([0xa2]), ...entries]) };
}

/** https://www.rfc-editor.org/rfc/rfc8949.html#section-3.1 */
function cborText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from([0x79, 0, 0]);
  head.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
