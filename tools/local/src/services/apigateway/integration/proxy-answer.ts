import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const schema = z.strictObject({
  statusCode: z.coerce.number().pipe(z.int().min(100).max(599)).optional(),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: scalar.nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** What a function answered; header names are as it spells them, each with all of its values. */
export type ProxyAnswer = {
  status: number;
  headers: ReadonlyMap<string, readonly string[]>;
  body: string;
  isBase64Encoded: boolean;
};

/**
 * Reads a Lambda proxy response; undefined when it is malformed: empty, a body that is no text, a key that API Gateway
 * does not know. Without a status it is 200. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function parseProxyAnswer(payload: string): ProxyAnswer | undefined {
  const parsed = schema.safeParse(parseJson(payload));
  if (!parsed.success || Object.keys(parsed.data).length === 0) return undefined;
  const { statusCode = 200, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  return {
    status: statusCode,
    headers: mergeHeaders(headers ?? {}, multiValueHeaders ?? {}),
    body: body ?? '',
    isBase64Encoded: isBase64Encoded ?? false,
  };
}

/** A name in both maps has the values and the case of the multi-valued one, and the single value unless among them. */
function mergeHeaders(
  single: Readonly<Record<string, string>>,
  multi: Readonly<Record<string, readonly string[]>>,
): Map<string, readonly string[]> {
  const merged = new Map<string, { name: string; values: readonly string[] }>();
  for (const [name, values] of Object.entries(multi)) merged.set(name.toLowerCase(), { name, values });
  for (const [own, value] of Object.entries(single)) {
    const { name, values } = merged.get(own.toLowerCase()) ?? { name: own, values: [] };
    if (!values.includes(value)) merged.set(own.toLowerCase(), { name, values: [...values, value] });
  }
  return new Map([...merged.values()].map(({ name, values }) => [name, values]));
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
