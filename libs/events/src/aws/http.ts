import * as z from 'zod/mini';

const texts = z.nullish(z.record(z.string(), z.optional(z.string())));

/**
 * A request to an HTTP API or to a function URL (payload version 2.0). `routeKey` is the API's route, such as
 * `GET /notes/{id}`, or `$default`, which a function URL always has. Several values of a header or a query parameter
 * stand with commas between. `authorizer` is what the API's authorizer says of the caller, unchecked here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const httpEvent = z.looseObject({
  version: z.literal('2.0'),
  routeKey: z.string(),
  rawPath: z.string(),
  cookies: z.nullish(z.array(z.string())),
  headers: texts,
  queryStringParameters: texts,
  pathParameters: texts,
  requestContext: z.looseObject({
    http: z.looseObject({ method: z.string() }),
    stage: z.optional(z.string()),
    domainName: z.nullish(z.string()),
    requestId: z.nullish(z.string()),
    authorizer: z.nullish(
      z.looseObject({
        jwt: z.nullish(z.looseObject({ claims: z.unknown() })),
        lambda: z.optional(z.unknown()),
        iam: z.optional(z.unknown()),
      }),
    ),
  }),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});
/** A request of an HTTP API or a function URL, in payload format 2.0. */
export type HttpEvent = z.infer<typeof httpEvent>;
