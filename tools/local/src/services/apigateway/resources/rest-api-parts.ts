import type { GatewayResponse } from '../gateway-response.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { RestRoute, RestStage, RouteAuthorizer } from '../rest-config.ts';
import type { AccessLog } from '../../../resources/stack-ports.ts';

/** A permission to invoke a function, given to a service. */
export type InvokePermission = {
  functionArn: string;
  principal: string;
  sourceArn: string;
  sourceAccount?: string;
};

/** What a request validator looks at. */
export type RequestValidator = { body: boolean; parameters: boolean };

/** What the template's resources say about REST APIs; an API is whole only when the last of them is read. */
export type RestApiParts = {
  apis: { id: string; name: string; binaryMediaTypes: readonly string[] }[];
  /** Path of a resource by its id. */
  paths: Map<string, string>;
  /** By id. */
  authorizers: Map<string, Omit<RouteAuthorizer, 'scopes'>>;
  /** By the API's id and the model's name. */
  models: Map<`${string}/${string}`, JsonSchema>;
  /** By id. */
  validators: Map<string, RequestValidator>;
  gatewayResponses: { apiId: string; response: GatewayResponse }[];
  methods: { apiId: string; route: RestRoute; functionArn: string }[];
  stages: { apiId: string; stage: RestStage; accessLog: AccessLog | undefined }[];
  permissions: InvokePermission[];
};

export function createRestApiParts(): RestApiParts {
  return {
    apis: [],
    paths: new Map(),
    authorizers: new Map(),
    models: new Map(),
    validators: new Map(),
    gatewayResponses: [],
    methods: [],
    stages: [],
    permissions: [],
  };
}
