import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { readBody } from '../../../read-body.ts';
import { readFrames, writeFrame } from './frames.ts';
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
  /**
   * Serves the three calls of every invocation over a pipe too, in frames, which costs less than HTTP. The head is what
   * follows `/invocation/` in the path of a call, and the headers of an invocation as JSON.
   */
  attach(channel: Duplex | undefined): void;
  /** Resolves when the runtime asks for its first invocation, or with the error that it reports instead. */
  initialized: Promise<RuntimeAnswer | undefined>;
  /** Runs one invocation; resolves when the runtime has answered it and asks for the next. One at a time. */
  run(invocation: RuntimeInvocation): Promise<RuntimeAnswer>;
  close(): void;
};

type Running = { requestId: string; answer?: RuntimeAnswer; settle(answer: RuntimeAnswer): void };

const ROUTE = /^\/2018-06-01\/runtime\/(?:invocation\/(.+)|init\/(error))$/;
const ANSWER = /^([^/]+)\/(response|error)$/;

/**
 * Serves the Runtime API to one runtime on a free port of 127.0.0.1.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const token = randomBytes(32).toString('hex');
  const init = Promise.withResolvers<RuntimeAnswer | undefined>();
  /** Hands an invocation to the runtime, which waits for one. */
  let handOver: ((invocation: RuntimeInvocation) => void) | undefined;
  let running: Running | undefined;

  function next(handsOver: NonNullable<typeof handOver>): void {
    handOver = handsOver;
    init.resolve(undefined);
    settle();
  }

  /** The answer and the question for the next invocation may come by different ways, and in either order. */
  function settle(): void {
    if (running?.answer === undefined || handOver === undefined) return;
    running.settle(running.answer);
    running = undefined;
  }

  /** False for an invocation that does not run. */
  function take(requestId: string, answer: RuntimeAnswer): boolean {
    if (running === undefined || running.requestId !== decodeURIComponent(requestId)) return false;
    running.answer = answer;
    settle();
    return true;
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    failed: boolean,
  ) {
    const result = await readAnswer(request, failed);
    if (!take(requestId, result)) return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
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
    const [, action = '', init] = ROUTE.exec(request.url ?? '') ?? [];
    if (init !== undefined) return initError(request, response);
    if (action === 'next')
      return next((invocation) => {
        response.writeHead(200, invocationHeaders(invocation)).end(invocation.payload);
      });
    const [, requestId, kind] = ANSWER.exec(action) ?? [];
    if (requestId === undefined) return refuse(response, 404, 'NotFound', `No such path: ${request.url}`);
    return answer(request, response, requestId, kind === 'error');
  }

  function attach(channel: Duplex | undefined): void {
    if (channel === undefined) return;
    channel.on('error', () => undefined); // The runtime broke off; its exit is what counts.
    readFrames(channel, MAX_RESPONSE_BYTES, (action, body) => {
      if (action === 'next')
        return next((invocation) => {
          writeFrame(channel, JSON.stringify(invocationHeaders(invocation)), invocation.payload);
        });
      const [, requestId, kind] = ANSWER.exec(action) ?? [];
      if (requestId === undefined) return void channel.destroy();
      take(requestId, answerOf(body, kind === 'error'));
    });
  }

  function run(invocation: RuntimeInvocation): Promise<RuntimeAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<RuntimeAnswer>();
    if (handOver === undefined) {
      reject(new Error('The runtime does not wait for an invocation.'));
    } else {
      running = { requestId: invocation.requestId, settle: resolve };
      handOver(invocation);
      handOver = undefined;
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
  return { address: `127.0.0.1:${port}`, token, attach, initialized: init.promise, run, close };
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // Of a TCP server.
  });
}

function invocationHeaders(invocation: RuntimeInvocation): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadline),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
  };
}

/** A streamed answer that fails says so in its trailers. */
async function readAnswer(request: IncomingMessage, failed: boolean): Promise<RuntimeAnswer> {
  const body = await readBody(request, MAX_RESPONSE_BYTES);
  const streamError = request.trailers['lambda-runtime-function-error-body'];
  if (streamError !== undefined)
    return { payload: Buffer.from(streamError, 'base64').toString(), failed: true };
  return answerOf(body?.toString(), failed);
}

/** `payload`: undefined when it is larger than Lambda takes. */
function answerOf(payload: string | undefined, failed: boolean): RuntimeAnswer {
  if (payload !== undefined) return { payload, failed };
  const error = responseTooLarge();
  return { payload: JSON.stringify(error), failed: true, platformError: error.errorType };
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(response, status, { errorType, errorMessage });
}

function send(response: ServerResponse, status: number, body: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
