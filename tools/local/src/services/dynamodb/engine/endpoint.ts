/** The endpoint of a DynamoDB engine that the stack was given cannot be used; the message is one line with the remedy. */
export class EngineEndpointError extends Error {
  override readonly name = 'EngineEndpointError';
}

/** How the stack is given an engine, in messages. */
export const ENDPOINT_OPTION = '--dynamodb-endpoint (or DYNAMODB_ENDPOINT)';

/** An engine's address as `http://HOST:PORT`. Throws `EngineEndpointError`, which never repeats a password. */
export function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.port === '0')
    throw wrong('it is no such address');
  if (url.protocol === 'https:') throw wrong('https is not supported');
  if (url.username !== '' || url.password !== '')
    throw wrong('an address with a user name or a password is not supported: engines check no credentials');
  if (/[?#]/.test(text) || url.pathname !== '/')
    throw wrong('an address with a path or a query is not supported');
  return url.origin;
}

function wrong(reason: string): EngineEndpointError {
  return new EngineEndpointError(
    `${ENDPOINT_OPTION}: ${reason}. Give the address of a running engine, such as http://127.0.0.1:8000`,
  );
}
