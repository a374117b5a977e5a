import type { GatewayResponse } from '../gateway-response.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { AccessLog, RestRoute, RestStage, RouteAuthorizer } from '../rest-config.ts';

/** What a request validator looks at. */
export type RequestValidator = { body: boolean; parameters: boolean };

/** What the templates' resources say about REST APIs; an API is whole only when the last of its template is read. */
export type RestApiParts = {
  /** Those of the template that is being made. */
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
  };
}
