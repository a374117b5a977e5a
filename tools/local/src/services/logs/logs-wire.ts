import type { ServiceResponse } from '../../gateway/service.ts';

const headers = { 'content-type': 'application/x-amz-json-1.1' };

/** The body as JSON; undefined when it is none, which no operation's input allows. */
export function readBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** An answer in JSON 1.1; an operation without output answers an empty body. */
export function logsResponse(output: object | undefined): ServiceResponse {
  return { status: 200, headers, body: output === undefined ? '' : JSON.stringify(output) };
}

export function logsErrorResponse(status: number, code: string, message: string): ServiceResponse {
  return { status, headers, body: JSON.stringify({ __type: code, message }) };
}
