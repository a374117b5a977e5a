/** Longest wait that a site can ask for with Retry-After, in seconds. */
export const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * The seconds that a Retry-After header asks for, at most an hour: a number of them or a date. Undefined for another
 * text. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d{1,10}$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
}
