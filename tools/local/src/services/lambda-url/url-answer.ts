import { WRITTEN_HEADERS } from '../../gateway/per-hop-headers.ts';
import type { HttpAnswer } from '../../gateway/route-request.ts';
import * as z from 'zod';

const structured = z.object({
  statusCode: z.coerce.number().pipe(z.int().min(100).max(599)),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
  body: z.string().nullish(),
  cookies: z.array(z.string()).nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * What a client gets of the answer of a function, given as JSON text. An answer without `statusCode` is itself the
 * body, with status 200. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function urlAnswer(payload: string): HttpAnswer {
  const value: unknown = JSON.parse(payload);
  const isStructured = typeof value === 'object' && value !== null && 'statusCode' in value;
  if (!isStructured)
    return { status: 200, headers: JSON_BODY, body: typeof value === 'string' ? value : payload };
  const parsed = structured.safeParse(value);
  if (!parsed.success) return FAILED;
  const { statusCode, headers, body, cookies, isBase64Encoded } = parsed.data;
  const own = Object.entries(headers ?? {}).map(([name, text]) => [name.toLowerCase(), text] as const);
  return {
    status: statusCode,
    headers: {
      ...JSON_BODY,
      ...Object.fromEntries(own.filter(([name]) => !WRITTEN_HEADERS.includes(name))),
      ...(cookies && cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

/** What a client gets of a function that fails, and of an answer that cannot be read. */
export const FAILED: HttpAnswer = { status: 502, headers: JSON_BODY, body: 'Internal Server Error' };
