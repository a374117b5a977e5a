/** What a route's handler answers. The body is sent as JSON, undefined as none; `headers` stand beside the shell's. */
export type RestAnswer = { status: number; body: unknown; headers?: Readonly<Record<string, string>> };

/** 200 with this body as JSON. */
export const ok = (body: unknown): RestAnswer => ({ status: 200, body });

/** 201 with this body as JSON, and headers such as `location`. */
export const created = (body: unknown, headers: Readonly<Record<string, string>> = {}): RestAnswer => ({
  status: 201,
  body,
  headers,
});

/** A 4xx answer: the message is for the caller, names the field at fault and says nothing internal. */
export const refusal = (status: number, message: string): RestAnswer => ({
  status,
  body: { Error: message },
});

/** For a request under an `Idempotency-Key` that stands for a request with another `fingerprint`. */
export const KEY_REUSED = refusal(422, 'Idempotency-Key: already stands for another request');

/** A 503 answer that asks for another try after that many seconds, rounded up, at least 1. Text becomes `{ Error }`. */
export const unavailable = (body: unknown, retryAfterSeconds: number): RestAnswer => ({
  status: 503,
  body: typeof body === 'string' ? { Error: body } : body,
  headers: { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterSeconds))) },
});
