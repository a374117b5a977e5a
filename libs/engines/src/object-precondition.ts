import type { IncomingMessage } from 'node:http';

type Refusal = { status: number; body: string };

/**
 * How S3 refuses a conditional write or delete; undefined when it goes through. `current` answers the ETag of the
 * object that stands there. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function refusalOf(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  current: () => Promise<string | undefined>,
): Promise<Refusal | undefined> {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match === undefined && noneMatch === undefined) return undefined;
  const etag = await current();
  if (noneMatch !== undefined && etag !== undefined) return failed('If-None-Match');
  if (match === undefined) return undefined;
  // To delete what is gone already succeeds.
  if (etag === undefined) return method === 'DELETE' ? undefined : missing();
  return match === '*' || unquoted(match) === unquoted(etag) ? undefined : failed('If-Match');
}

const unquoted = (etag: string) => etag.replaceAll('"', '');

function failed(condition: string): Refusal {
  return {
    status: 412,
    body: `<Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message><Condition>${condition}</Condition></Error>`,
  };
}

function missing(): Refusal {
  return {
    status: 404,
    body: '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
  };
}
