import type { GatewayResponse } from './answers/gateway-response.ts';
import type { JsonSchema } from './checks/json-schema.ts';

/** AWS::ApiGateway::Authorizer of user pools. */
export type RouteAuthorizer = {
  poolArns: readonly string[];
  /** Any of them admits an access token; without scopes ID tokens are asked for. */
  scopes: readonly string[];
  /** The header that holds the token, in lower case. */
  header: string;
};

/** A parameter of a request; headers in lower case. */
export type RequestParameter = { place: 'header' | 'path' | 'querystring'; name: string };

/** What a request validator asks of requests to a method. */
export type RequestCheck = {
  /** Parameters that must be there and not be empty. */
  required: readonly RequestParameter[];
  /** Schema of the JSON body by media type; bodies of other types are not looked at. */
  bodySchemas: Readonly<Record<string, JsonSchema>>;
};

/** One method of a REST API: AWS::ApiGateway::Method with its resource's path. */
export type RestRoute = {
  /** `GET`, …, or `ANY`. */
  httpMethod: string;
  /** Such as `/ranking/{player}` or `/{proxy+}`; `/` is the root. */
  resourcePath: string;
  /** The resource's id, for the event's request context; made from the path when absent. */
  resourceId?: string;
  /** Absent when the method is open to all. */
  authorizer?: RouteAuthorizer;
  /** What API Gateway asks of a request before the function sees it. */
  check?: RequestCheck;
  integration: { type: 'AWS_PROXY'; functionName: string };
};

/** Requests per second on average, and at once. */
export type Throttling = { rateLimit: number; burstLimit: number };

/** AWS::ApiGateway::Stage. */
export type RestStage = {
  name: string;
  variables?: Readonly<Record<string, string>>;
  /** Of each method that has none of its own. */
  throttling?: Throttling;
  /** By method and resource path, such as `POST /ride`. */
  methodThrottling?: Readonly<Record<string, Throttling>>;
};

/** A stage's access log: `format` with `$context` variables. */
export type AccessLog = { logGroup: string; format: string };

/** AWS::ApiGateway::RestApi with its stages and methods. */
export type RestApi = {
  id: string;
  name: string;
  stages: readonly RestStage[];
  routes: readonly RestRoute[];
  /** Bodies of these types reach the function as base64; `*`/`*` stands for every type. */
  binaryMediaTypes?: readonly string[];
  /** How the answers look that API Gateway gives by itself; each type once. */
  gatewayResponses?: readonly GatewayResponse[];
};
