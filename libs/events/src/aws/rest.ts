import * as z from 'zod/mini';

const nullableRecord = z.nullish(z.record(z.string(), z.optional(z.string())));

/**
 * A REST API's Lambda proxy request (payload version 1.0). `resource` is the route, such as `/ranking/{player}`;
 * hand-written test events leave it out. `authorizer.claims` is what a user pool says of the caller, unchecked here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const restEvent = z.looseObject({
  resource: z.nullish(z.string()),
  path: z.string(),
  httpMethod: z.string(),
  headers: nullableRecord,
  queryStringParameters: nullableRecord,
  pathParameters: nullableRecord,
  requestContext: z.nullish(
    z.looseObject({
      requestId: z.nullish(z.string()),
      authorizer: z.nullish(z.looseObject({ claims: z.optional(z.unknown()) })),
    }),
  ),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});
/** A request of a REST API with proxy integration. */
export type RestEvent = z.infer<typeof restEvent>;

/** What the function answers to API Gateway. */
export type RestResponse = { statusCode: number; headers: Record<string, string>; body: string };
