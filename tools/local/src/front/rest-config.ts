/** One method of a REST API: AWS::ApiGateway::Method with its resource's path. */
export type RestRoute = {
  /** `GET`, …, or `ANY`. */
  httpMethod: string;
  /** Such as `/ranking/{player}` or `/{proxy+}`; `/` is the root. */
  resourcePath: string;
  /** The resource's id, for the event's request context; made from the path when absent. */
  resourceId?: string;
  integration: { type: 'AWS_PROXY'; functionName: string };
};

/** AWS::ApiGateway::Stage. */
export type RestStage = {
  name: string;
  variables?: Readonly<Record<string, string>>;
  /** Requests per second on average, and at once. */
  throttling?: { rateLimit: number; burstLimit: number };
};

/** AWS::ApiGateway::RestApi with its stages and methods. */
export type RestApi = {
  id: string;
  name: string;
  stages: readonly RestStage[];
  routes: readonly RestRoute[];
  /** Bodies of these types reach the function as base64; `*`/`*` stands for every type. */
  binaryMediaTypes?: readonly string[];
};
