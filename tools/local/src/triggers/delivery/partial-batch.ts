import * as z from 'zod';

/** What a function's answer says about its batch. */
type BatchAnswer =
  | { kind: 'succeeded' }
  | { kind: 'failed'; identifiers: readonly string[] }
  | { kind: 'malformed'; reason: string };

const answer = z.nullable(
  z.object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
  }),
);

/**
 * Reads a partial batch response. `identifiers` are those of the batch: message ids for SQS, sequence numbers
 * for a stream; an answer that names any other one is malformed. A malformed answer means that the whole batch
 * failed. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function parseBatchAnswer(payload: string, identifiers: ReadonlySet<string>): BatchAnswer {
  const json = parseJson(payload);
  if (json === undefined) return { kind: 'malformed', reason: 'the answer is not JSON' };
  const parsed = answer.safeParse(json.value);
  if (!parsed.success) return { kind: 'malformed', reason: firstIssue(parsed.error) };
  const listed = (parsed.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  const unknown = listed.find((identifier) => !identifiers.has(identifier));
  if (unknown !== undefined) return { kind: 'malformed', reason: `${unknown} is not in the batch` };
  return listed.length === 0 ? { kind: 'succeeded' } : { kind: 'failed', identifiers: listed };
}

function parseJson(payload: string): { value: unknown } | undefined {
  if (payload.trim() === '') return { value: null };
  try {
    return { value: JSON.parse(payload) };
  } catch {
    return undefined;
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid answer' : `${issue.path.join('.') || 'answer'}: ${issue.message}`;
}
