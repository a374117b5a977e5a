import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../../read-body.ts';
import { MAX_RESPONSE_BYTES, responseTooLarge } from './platform-errors.ts';

/** One invocation, as it is handed to the runtime. */
type RuntimeInvocation = {
  requestId: string;
  payload: string;
  /** Milliseconds since the epoch. */
  deadline: number;
  functionArn: string;
  traceId: string;
};

/** `failed`: the payload is an error object. `platformError`: Lambda's own, not the handler's. */
export type RuntimeAnswer = { payload: string; failed: boolean; platformError?: string };

/** The Runtime API of one execution environment. */
export type RuntimeApi = {
  /** `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  address: string;
  /** What every request must carry in the header `x-hanok-runtime`: the events are for this runtime alone. */
  token: string;
  /** Resolves when the runtime asks for its first invocation, or with the error that it reports instead. */
  initialized: Promise<RuntimeAnswer | undefined>;
  /** Runs one invocation; resolves when the runtime has answered it and asks for the next. One at a time. */
  run(invocation: RuntimeInvocation): Promise<RuntimeAnswer>;
  close(): void;
};

type Running = { requestId: string; answer?: RuntimeAnswer; settle(answer: RuntimeAnswer): void };

const ROUTE =
  /^\/2018-06-01\/runtime\/(?:invocation\/(next)|invocation\/([^/]+)\/(response|error)|init\/(error))$/;

/**
 * Serves the Runtime API to one runtime on a free port of 127.0.0.1.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const token = randomBytes(32).toString('hex');
  const init = Promise.withResolvers<RuntimeAnswer | undefined>();
  let waiting: ServerResponse | undefined;
  let running: Running | undefined;

  function next(response: ServerResponse): void {
    waiting = response;
    init.resolve(undefined);
    if (running?.answer === undefined) return;
    running.settle(running.answer);
    running = undefined;
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    failed: boolean,
  ) {
    const result = await readAnswer(request, failed);
    if (running?.requestId !== requestId)
      return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    running.answer = result;
    if (result.platformError !== undefined)
      return refuse(response, 413, result.platformError, 'Exceeded limit');
    send(response, 202, { status: 'OK' });
  }

  async function initError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await readAnswer(request, true);
    send(response, 202, { status: 'OK' });
    init.resolve(result);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['x-hanok-runtime'] !== token)
      return refuse(response, 403, 'Forbidden', 'The Runtime API is for its own runtime');
    const [matched, isNext, requestId = '', action] = ROUTE.exec(request.url ?? '') ?? [];
    if (matched === undefined) return refuse(response, 404, 'NotFound', `No such path: ${request.url}`);
    if (isNext !== undefined) return next(response);
    if (action === undefined) return initError(request, response);
    return answer(request, response, decodeURIComponent(requestId), action === 'error');
  }

  function run(invocation: RuntimeInvocation): Promise<RuntimeAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<RuntimeAnswer>();
    if (waiting === undefined) {
      reject(new Error('The runtime does not wait for an invocation.'));
    } else {
      running = { requestId: invocation.requestId, settle: resolve };
      waiting.writeHead(200, invocationHeaders(invocation)).end(invocation.payload);
      waiting = undefined;
    }
    return promise;
  }

  const server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 },
    (request, response) => {
      handle(request, response).catch(() => response.destroy()); // The runtime broke off; its exit is what counts.
    },
  );
  const port = await listen(server);
  const close = () => void server.close().closeAllConnections();
  return { address: `127.0.0.1:${port}`, token, initialized: init.promise, run, close };
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // Of a TCP server.
  });
}

function invocationHeaders(invocation: RuntimeInvocation): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': String(invocation.deadline),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    'Lambda-Runtime-Trace-Id': invocation.traceId,
  };
}

/** A streamed answer that fails says so in its trailers. */
async function readAnswer(request: IncomingMessage, failed: boolean): Promise<RuntimeAnswer> {
  const body = await readBody(request, MAX_RESPONSE_BYTES);
  const streamError = request.trailers['lambda-runtime-function-error-body'];
  if (streamError !== undefined)
    return { payload: Buffer.from(streamError, 'base64').toString(), failed: true };
  if (body !== undefined) return { payload: body.toString(), failed };
  const error = responseTooLarge();
  return { payload: JSON.stringify(error), failed: true, platformError: error.errorType };
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(response, status, { errorType, errorMessage });
}

function send(response: ServerResponse, status: number, body: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
