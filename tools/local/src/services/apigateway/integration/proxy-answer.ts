import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const schema = z.strictObject({
  statusCode: z.coerce.number().pipe(z.int().min(100).max(599)),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: scalar.nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** What a function answered; header names are lower case, each with all of its values. */
export type ProxyAnswer = {
  status: number;
  headers: ReadonlyMap<string, readonly string[]>;
  body: string;
  isBase64Encoded: boolean;
};

/**
 * Reads a Lambda proxy response; undefined when it is malformed: no status, a body that is no text, a key that
 * API Gateway does not know. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function parseProxyAnswer(payload: string): ProxyAnswer | undefined {
  const parsed = schema.safeParse(parseJson(payload));
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  return {
    status: statusCode,
    headers: mergeHeaders(headers ?? {}, multiValueHeaders ?? {}),
    body: body ?? '',
    isBase64Encoded: isBase64Encoded ?? false,
  };
}

/** A name in both maps has the values of the multi-valued one, and the single value unless it is among them. */
function mergeHeaders(
  single: Readonly<Record<string, string>>,
  multi: Readonly<Record<string, readonly string[]>>,
): Map<string, readonly string[]> {
  const merged = new Map<string, readonly string[]>();
  for (const [name, values] of Object.entries(multi)) merged.set(name.toLowerCase(), values);
  for (const [name, value] of Object.entries(single)) {
    const values = merged.get(name.toLowerCase()) ?? [];
    if (!values.includes(value)) merged.set(name.toLowerCase(), [...values, value]);
  }
  return merged;
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
