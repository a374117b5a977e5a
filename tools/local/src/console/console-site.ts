import type { HttpAnswer, Site } from '../gateway/route-request.ts';
import type { GatewayRequest } from '../gateway/service.ts';
import { ConsoleError, type ConsoleOperation, type ConsoleResource, RawAnswer } from './console-operation.ts';
import { inKorean } from './korean-errors.ts';
import { openApi } from './open-api.ts';

/** Where the gateway serves what people and tests ask of the stack itself. */
const CONSOLE_PATH = '/_hanok';
/** The largest body that an operation of the console takes. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

type Bound<Context> = { operation: ConsoleOperation<Context>; segments: readonly string[] };
type Found<Context> = { operation: ConsoleOperation<Context>; path: Record<string, string> };

/**
 * The console's API, below `/_hanok/`: finds the operation, reads its input, and writes what it answers as JSON. As every
 * request to the gateway, one of another site's page is refused before it comes here; one of another page of this machine
 * is refused here.
 */
export function consoleSite<Context>(
  context: Context,
  resources: readonly ConsoleResource<NoInfer<Context>>[],
): Site {
  const operations = resources.flat();
  let document: string | undefined;
  const bound = operations.map((operation) => ({ operation, segments: segmentsOf(operation.path) }));
  return {
    owns: ({ url }) => url.pathname === CONSOLE_PATH || url.pathname.startsWith(`${CONSOLE_PATH}/`),
    serve: async (request) => {
      try {
        refuseOtherPages(request);
        const path = request.url.pathname.slice(CONSOLE_PATH.length);
        // Made when it is asked for: it takes longer than all else that the console needs to start.
        if (path === '/openapi.json')
          return json(200, (document ??= JSON.stringify(openApi(CONSOLE_PATH, operations))));
        const { operation, path: parameters } = findOperation(bound, request.method, path);
        const input = { ...Object.fromEntries(request.url.searchParams), ...parameters };
        const body = operation.body && (await readBody(request));
        const answer = await operation.run(context, input, body, request);
        return answer instanceof RawAnswer ? answer.http : json(200, JSON.stringify(answer));
      } catch (error) {
        if (!(error instanceof ConsoleError)) throw error;
        return refusal(error, languageOf(request));
      }
    },
  };
}

/** The console's own page has the address of the gateway; programs send no Origin. */
function refuseOtherPages({ headers: { host, origin } }: GatewayRequest): void {
  if (origin !== undefined && URL.parse(origin)?.host !== host?.toLowerCase())
    throw new ConsoleError(403, 'Only the page of the local stack itself may use /_hanok');
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

function findOperation<Context>(
  bound: readonly Bound<Context>[],
  method: string,
  path: string,
): Found<Context> {
  const sent = segmentsOf(path);
  const matching = bound.filter(({ segments }) => matches(segments, sent));
  const found = matching.find(({ operation }) => operation.method === method);
  if (found === undefined) {
    if (matching.length === 0)
      throw new ConsoleError(404, `There is no ${CONSOLE_PATH}${path}: see ${CONSOLE_PATH}/openapi.json`);
    const allowed = matching.map(({ operation }) => operation.method).join(', ');
    throw new ConsoleError(405, `${CONSOLE_PATH}${path} takes ${allowed}`);
  }
  const named = found.segments.flatMap((segment, index): [string, string][] =>
    segment.startsWith('{') ? [[segment.slice(1, -1), decoded(sent[index] ?? '')]] : [],
  );
  return { operation: found.operation, path: Object.fromEntries(named) };
}

function matches(segments: readonly string[], sent: readonly string[]): boolean {
  if (segments.length !== sent.length) return false;
  return segments.every(
    (segment, index) => segment === sent[index] || (segment.startsWith('{') && sent[index]),
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ConsoleError(400, 'The path is no valid percent-encoded UTF-8');
  }
}

/** Only JSON is taken: a form of a page, which a browser sends without asking, is none. */
async function readBody({ stream, body, headers }: GatewayRequest): Promise<unknown> {
  if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? ''))
    throw new ConsoleError(415, 'Send the body with content-type: application/json');
  const chunks: Buffer[] = [body];
  let size = 0;
  for await (const chunk of stream ?? []) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(bytes);
  }
  if (size > BODY_LIMIT_BYTES) throw new ConsoleError(413, `The body is over ${BODY_LIMIT_BYTES} bytes`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new ConsoleError(400, 'The body is not valid JSON');
  }
}

function json(status: number, body: string): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...OWN };
  return { status, headers, body };
}

/** Korean where it is asked for before English, as the page does in Korean. */
function languageOf({ headers }: GatewayRequest): 'en' | 'ko' {
  return /^\s*ko\b/i.test(headers['accept-language'] ?? '') ? 'ko' : 'en';
}

function refusal({ status, message, fields }: ConsoleError, language: 'en' | 'ko'): HttpAnswer {
  const say = language === 'ko' ? inKorean : (text: string) => text;
  const said = Object.entries(fields).map(([name, text]) => [name, say(text)]);
  const answer = json(status, JSON.stringify({ error: say(message), fields: Object.fromEntries(said) }));
  return { ...answer, headers: { ...answer.headers, 'content-language': language } };
}

const OWN = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
