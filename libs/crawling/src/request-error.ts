import { ConnectionFailedError, CrawlTimeoutError, TooLargeError } from './errors.ts';
import { errorCodeOf } from './error-code.ts';

/** An error of the HTTP client as one of ours. Its own message is left out: it may name an address. */
export function toRequestError(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = errorCodeOf(thrown);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
    case 'ETIMEDOUT':
      return new CrawlTimeoutError('The site keeps silent');
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return new TooLargeError('The headers are too large');
    default:
      return new ConnectionFailedError(code, { cause: thrown });
  }
}
