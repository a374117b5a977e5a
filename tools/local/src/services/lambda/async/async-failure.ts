import type { AsyncEvent, AsyncProgress } from './async-event-file.ts';

/** A message for a queue; attributes with their type, `String` or `Number`. */
export type FailureMessage = {
  body: string;
  attributes?: Readonly<Record<string, { type: 'String' | 'Number'; value: string }>>;
};

/**
 * What an on-failure destination receives: the event with what became of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function failureRecord(
  event: AsyncEvent,
  progress: AsyncProgress,
  { functionArn, now }: { functionArn: string; now: number },
): FailureMessage {
  const { answer } = progress;
  const record = {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition: progress.condition,
      approximateInvokeCount: progress.invokeCount,
    },
    requestPayload: parseJson(event.payload),
    ...(answer && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: parseJson(answer.payload),
    }),
  };
  return { body: JSON.stringify(record) };
}

/** The longest ErrorMessage. */
const MESSAGE_LENGTH = 1024;

/**
 * What a dead-letter queue receives: the event as it was, with the error in attributes.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
 */
export function deadLetter(event: AsyncEvent, { answer, reason = '' }: AsyncProgress): FailureMessage {
  return {
    body: event.payload,
    attributes: {
      RequestID: { type: 'String', value: event.requestId },
      ErrorCode: { type: 'Number', value: answer === undefined ? '429' : '200' },
      ErrorMessage: { type: 'String', value: errorMessage(reason).slice(0, MESSAGE_LENGTH) || 'unknown' },
    },
  };
}

function errorMessage(reason: string): string {
  const parsed = parseJson(reason);
  const message =
    typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed ? parsed.errorMessage : reason;
  return String(message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
