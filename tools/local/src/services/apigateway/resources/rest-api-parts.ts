import { type Account, arnOf } from '../../../arn.ts';
import { matchesArn } from '../../iam/arn-pattern.ts';
import type { InvokePermission } from '../../lambda/lambda-uses.ts';
import type { GatewayResponse } from '../answers/gateway-response.ts';
import type { JsonSchema } from '../checks/json-schema.ts';
import type { AccessLog, RestApi, RestRoute, RestStage, RouteAuthorizer } from '../rest-config.ts';

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
  /** What a request validator looks at, by its id. */
  validators: Map<string, { body: boolean; parameters: boolean }>;
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

type Options = {
  account: Account;
  parts: RestApiParts;
  permissions: readonly InvokePermission[];
  /** `accessLogs`: where a stage writes a line per request, by stage name. */
  add(api: RestApi, accessLogs: Readonly<Record<string, AccessLog>>): void;
};

/**
 * Adds the REST APIs of one template, once all its resources are made. Throws when a method's function may not be
 * invoked by API Gateway, which on AWS would answer 500 to every request.
 */
export function addRestApis(options: Options): void {
  const { apis, methods, stages, gatewayResponses } = options.parts;
  for (const { id, ...api } of apis.splice(0)) {
    const ofApi = <Part extends { apiId: string }>(parts: Part[]) =>
      parts.filter(({ apiId }) => apiId === id);
    const own = { methods: ofApi(methods), stages: ofApi(stages) };
    for (const method of own.methods) checkPermission(method, own.stages, options);
    const routes = own.methods.map(({ route }) => route);
    const accessLogs = own.stages.flatMap(({ stage, accessLog }) =>
      accessLog ? [[stage.name, accessLog]] : [],
    );
    const restApi = {
      id,
      ...api,
      routes,
      stages: own.stages.map(({ stage }) => stage),
      gatewayResponses: ofApi(gatewayResponses).map(({ response }) => response),
    };
    options.add(restApi, Object.fromEntries(accessLogs));
  }
}

type Method = RestApiParts['methods'][number];

function checkPermission(
  { apiId, route, functionArn }: Method,
  stages: RestApiParts['stages'],
  { account, permissions }: Options,
): void {
  for (const { stage } of stages) {
    const path = `${apiId}/${stage.name}/${route.httpMethod}${route.resourcePath.replace(/\{[^{}]*\}/g, '*')}`;
    const sourceArn = arnOf('execute-api', account, path);
    const allowed = permissions.some(
      (permission) =>
        permission.principal === 'apigateway.amazonaws.com' &&
        permission.functionArn === functionArn &&
        matchesArn(permission.sourceArn, sourceArn),
    );
    if (!allowed) {
      const request = `${route.httpMethod} ${route.resourcePath} of stage ${stage.name}`;
      throw new Error(`${request}: no permission lets API Gateway invoke ${route.integration.functionName}`);
    }
  }
}
