import type { Sample, SendAnswer } from '@hanok/console';
import * as z from 'zod';
import { ConsoleError } from '../console-operation.ts';
import { callGateway, callJson } from '../gateway-call.ts';

/** Where events are sent. */
export type SendPlace = { gatewayUrl: string; accountId: string; region: string };

const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']),
  path: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
});
const picture = z.strictObject({
  key: z.string().min(1).max(1_024),
  width: z.int().min(1).max(4_000),
  height: z.int().min(1).max(4_000),
});

/** Sends an event to where a sample goes, as a client outside of the stack. Throws `ConsoleError`. */
export function sendEvent(
  place: SendPlace,
  { kind, target }: Pick<Sample, 'kind' | 'target'>,
  event: string,
  outputs: ReadonlyMap<string, string>,
): Promise<SendAnswer> {
  const output = outputs.get(target) ?? '';
  if (kind === 'message') return sendMessage(place, target, event);
  if (kind === 'http') return sendRequest(output, read(request, event));
  if (kind === 'upload') return upload(place, output, read(picture, event));
  if (kind === 'execution') return startExecution(place, target, event);
  return invoke(place, target, event);
}

/** Runs a function with an event, and waits for its answer. */
export async function invoke(
  { gatewayUrl }: SendPlace,
  functionName: string,
  event: string,
): Promise<SendAnswer> {
  read(z.unknown(), event);
  const { status, headers, text } = await callGateway(gatewayUrl, {
    service: 'lambda',
    path: `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    headers: { 'content-type': 'application/json', 'x-amz-log-type': 'Tail' },
    body: event,
  });
  const log = Buffer.from(headers.get('x-amz-log-result') ?? '', 'base64').toString();
  const report = /^REPORT .*$/m.exec(log)?.[0].replaceAll('\t', '  ');
  const error = headers.get('x-amz-function-error') ?? undefined;
  return {
    ...answered(status, text, headers.get('x-amzn-requestid')),
    ...(report && { report }),
    ...(error && { error }),
  };
}

const sent = z.object({ MessageId: z.string() });
const startedExecution = z.object({ executionArn: z.string() });

async function sendMessage(
  { gatewayUrl, accountId }: SendPlace,
  queue: string,
  body: string,
): Promise<SendAnswer> {
  const input = { QueueUrl: `${gatewayUrl}/${accountId}/${queue}`, MessageBody: body };
  const answer = await callJson(gatewayUrl, { service: 'sqs', target: 'AmazonSQS.SendMessage', input });
  return answered(200, JSON.stringify(answer), sent.parse(answer).MessageId);
}

async function sendRequest(api: string, { method, path, headers = {}, body }: z.infer<typeof request>) {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const url = new URL(path.replace(/^\/+/, ''), api);
  if (!url.href.startsWith(api)) throw wrong('the path leads out of the API');
  const response = await fetch(url, {
    method,
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(text !== undefined && method !== 'GET' && { body: text }),
  });
  return answered(response.status, await response.text(), response.headers.get('x-amzn-requestid'));
}

async function upload(
  { gatewayUrl }: SendPlace,
  bucket: string,
  { key, width, height }: z.infer<typeof picture>,
) {
  const { generatedPhoto } = await import('../../demo/picture-clients.ts');
  const { status, headers, text } = await callGateway(gatewayUrl, {
    service: 's3',
    method: 'PUT',
    path: `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
    headers: { 'content-type': 'image/jpeg', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    body: await generatedPhoto(width, height),
  });
  return answered(status, text, headers.get('x-amz-request-id'));
}

async function startExecution({ gatewayUrl, region, accountId }: SendPlace, machine: string, input: string) {
  read(z.unknown(), input);
  const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${machine}`;
  const target = 'AWSStepFunctions.StartExecution';
  const answer = await callJson(gatewayUrl, { service: 'states', target, input: { stateMachineArn, input } });
  const { executionArn } = startedExecution.parse(answer);
  return answered(200, JSON.stringify(answer), executionArn);
}

function answered(status: number, text: string, trace: string | null): SendAnswer {
  return { status, text, ...(trace !== null && trace !== '' && { trace }) };
}

function read<Schema extends z.ZodType>(schema: Schema, event: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(event);
  } catch (error) {
    throw wrong(`this is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw wrong(z.prettifyError(parsed.error));
}

function wrong(message: string): ConsoleError {
  return new ConsoleError(400, message, { event: message });
}
