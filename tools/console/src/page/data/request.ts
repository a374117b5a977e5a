import { language, translated } from '../i18n/language.ts';

const texts = translated({
  en: { noAnswer: (path: string) => `${path}: the stack does not answer` },
  ko: { noAnswer: (path) => `${path}: 스택이 응답하지 않습니다` },
});

/** The stack refused a request or could not be reached; the message says what to do. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** What is wrong with each field that was sent, by its name. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(message: string, status?: number, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path and query of a request below `/_hanok`; what is undefined or empty is left out. Segments are encoded. */
export function apiPath(segments: readonly string[], query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/_hanok/${segments.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** What the stack answers; its type is that of the schema in `src/api` for this path. Throws `RequestError`. */
export function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return request<Answer>(path, signal === undefined ? {} : { signal });
}

/** Changes something in the stack. Throws `RequestError`. */
export function post<Answer>(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return request<Answer>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const headers = { accept: 'application/json', 'accept-language': language.peek(), ...init.headers };
  const { ok, status, text } = await fetch(path, { ...init, headers })
    .then(async (response) => ({ ok: response.ok, status: response.status, text: await response.text() }))
    .catch(() => {
      throw new RequestError(texts().noAnswer(path));
    });
  if (!ok) throw errorOf(path, status, text);
  return JSON.parse(text);
}

/** The error of an answer in JSON; any other answer, such as that of a program between, is shown as it is. */
function errorOf(path: string, status: number, text: string): RequestError {
  try {
    const { error, fields }: { error: string; fields: Record<string, string> } = JSON.parse(text);
    return new RequestError(error, status, fields);
  } catch {
    return new RequestError(`${path}: ${status} ${text.trim().slice(0, 500)}`, status);
  }
}
