import * as z from 'zod';
import type { FunctionConfig } from '../function-config.ts';
import { outOfMemory, runtimeExited, timedOut, type PlatformError } from './platform-errors.ts';
import type { RuntimeAnswer } from './runtime-api.ts';
import type { RuntimeExit } from './runtime-process.ts';

/** How an invocation ended, by its handler's answer or by the platform's hand. */
export type InvocationEnding = {
  payload: string;
  failed: boolean;
  /** The environment waits for its next invocation. */
  reusable: boolean;
  /** For the REPORT line: set when the platform ended the invocation. */
  status?: string;
  /** What the platform itself writes to the log. */
  line?: string;
};

/** The handler answered; an answer that Lambda does not take is an error of the platform. */
export function answered({ payload, failed, platformError }: RuntimeAnswer): InvocationEnding {
  const ending = { payload, failed, reusable: true };
  return platformError === undefined
    ? ending
    : { ...ending, status: errorStatus(platformError), line: payload };
}

/** The runtime reported that the handler could not be loaded. */
export function initFailed({ payload }: RuntimeAnswer): InvocationEnding {
  return { payload, failed: true, reusable: false, status: errorStatus(errorTypeOf(payload)) };
}

/** The process ended, or was killed for its memory. */
export function processEnded(requestId: string, exit: RuntimeExit): InvocationEnding {
  const error = exit.outOfMemory ? outOfMemory(requestId) : runtimeExited(requestId, exit.code, exit.signal);
  const line = `${error.errorMessage}\n${error.errorType}`;
  return { ...failedBy(error), status: errorStatus(error.errorType), line };
}

export function ranOutOfTime(requestId: string, { timeoutSeconds }: FunctionConfig): InvocationEnding {
  const line = `${new Date().toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { ...failedBy(timedOut(requestId, timeoutSeconds)), status: 'timeout', line };
}

function failedBy(error: PlatformError) {
  return { payload: JSON.stringify(error), failed: true, reusable: false };
}

function errorStatus(errorType: string): string {
  return `error\tError Type: ${errorType}`;
}

const reportedError = z.object({ errorType: z.string() });

function errorTypeOf(payload: string): string {
  const parsed = reportedError.safeParse(parseJson(payload));
  return parsed.success ? parsed.data.errorType : 'Runtime.Unknown';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
