import type { FetchFailure } from './messages/crawl-outcome.ts';

/** What keeps a page from being fetched. It is thrown within a fetch, whose outcome it becomes. */
export abstract class CrawlError extends Error {
  abstract override readonly name: FetchFailure['name'];
  /** The status that the site answers with. */
  readonly status?: number;
  /** The wait that the site, or the turns at its host, ask for. */
  readonly afterSeconds?: number | undefined;
}

/** The URL, or an address that its host resolves to, is not for this crawler; the message says by which rule. */
export class AddressRefusedError extends CrawlError {
  override readonly name = 'AddressRefusedError';
}

/** No connection, or it broke before the page was whole; `code` is that of the client or the system. */
export class ConnectionFailedError extends CrawlError {
  override readonly name = 'ConnectionFailedError';
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`The connection failed: ${code}`, options);
    this.code = code;
  }
}

/** Other crawls of this host come first; the turn of this one is in so many seconds, and kept for it. */
export class CrawlDelayedError extends CrawlError {
  override readonly name = 'CrawlDelayedError';
  override readonly afterSeconds: number;

  constructor(afterSeconds: number) {
    super(`Its turn at this host is in ${afterSeconds} s`);
    this.afterSeconds = afterSeconds;
  }
}

/** The site took longer than a crawl may take. */
export class CrawlTimeoutError extends CrawlError {
  override readonly name = 'CrawlTimeoutError';
}

/** So many crawls of this host wait already that this one would not have its turn within a day. */
export class HostBusyError extends CrawlError {
  override readonly name = 'HostBusyError';
  override readonly message = 'More than a day of crawls wait for this host';
}

/** The name server knows no address of the host. */
export class HostNotFoundError extends CrawlError {
  override readonly name = 'HostNotFoundError';
  override readonly message = 'The host has no address';
}

/** The site answers with a status that is no page; `afterSeconds` is what its Retry-After asks for. */
export class HttpStatusError extends CrawlError {
  override readonly name = 'HttpStatusError';
  override readonly status: number;
  override readonly afterSeconds: number | undefined;

  constructor(status: number, afterSeconds?: number) {
    const after = afterSeconds === undefined ? '' : `, to be asked again in ${afterSeconds} s`;
    super(`The site answers ${status}${after}`);
    this.status = status;
    this.afterSeconds = afterSeconds;
  }
}

/** The answer is of another type than HTML. */
export class NotHtmlError extends CrawlError {
  override readonly name = 'NotHtmlError';
  override readonly message = 'The answer is not an HTML page';
}

/** The robots.txt of the site keeps this page from our crawler. */
export class RobotsDisallowedError extends CrawlError {
  override readonly name = 'RobotsDisallowedError';
  override readonly message = 'The robots.txt of the site does not allow this page';
}

/** The robots.txt of the site cannot be had now, which forbids every page of it (RFC 9309, 2.3.1.4). */
export class RobotsUnreachableError extends CrawlError {
  override readonly name = 'RobotsUnreachableError';
  override readonly message = 'The robots.txt of the site cannot be read now';
}

/** The answer is over a limit: bytes, header bytes, or how many times its own size it decompresses to. */
export class TooLargeError extends CrawlError {
  override readonly name = 'TooLargeError';
}

/** The site redirects on and on. */
export class TooManyRedirectsError extends CrawlError {
  override readonly name = 'TooManyRedirectsError';
}

/** The body is compressed in a way that was not asked for, or does not decompress. */
export class UnreadableBodyError extends CrawlError {
  override readonly name = 'UnreadableBodyError';
}

/** The site sent nothing for longer than it may; it becomes a `CrawlTimeoutError`. */
export class SilentSiteError extends Error {
  override readonly name = 'SilentSiteError';
  readonly code = 'ETIMEDOUT';
}

/** The code of an error of the system or of Node, such as `ECONNREFUSED`. */
export function errorCodeOf(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

/** An error of the HTTP client as one of ours. Its own message is left out: it may name an address. */
export function toCrawlError(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = errorCodeOf(thrown);
  switch (code) {
    case 'ETIMEDOUT':
      return new CrawlTimeoutError('The site keeps silent', { cause: thrown });
    case 'HPE_HEADER_OVERFLOW':
      return new TooLargeError('The headers are too large', { cause: thrown });
    default:
      return new ConnectionFailedError(code, { cause: thrown });
  }
}
