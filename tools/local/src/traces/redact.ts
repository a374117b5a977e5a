/** What stands in place of a secret. */
const REDACTED = '[redacted]';

/** Names of members, headers and parameters whose values are secrets, in any spelling. */
const SECRET_NAME =
  /pass(word|wd|code|phrase)|secret|token|authori[sz]ation|cookie|credential|signature|api[-_]?key|private[-_]?key|access[-_]?key|confirmation[-_]?code|otp\b|^(code|session|mfa[-_]?code|srp_a|x-amz-security.*)$/i;
/** Names that hold no secret, although they look so. */
const HARMLESS_NAME =
  /^(clientrequesttoken|signatureversion|signingcerturl|x-amz-signedheaders|tokenuse|token_use|nexttoken|credentialscope)$/i;
/** Values that are secrets under any name: a JWT, a bearer or basic credential, a signature of AWS, a private key. */
const SECRET_VALUE =
  /eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*|\b(?:Bearer|Basic)\s+[\w.~+/=-]{6,}|AWS4-HMAC-SHA256[^"\\]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g;
/** `name=value` as in queries, forms and plain log lines. */
const NAMED_VALUE = /([\w.-]{2,60})(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"'&,;{}[\]\\]+)/g;
/** Text without any of these cannot hold a secret by name or value. */
const SUSPICIOUS =
  /pass|secret|(?<!ClientRequest)token|authori[sz]|cookie|credential|signature|(?:api|private|access)[-_]?key|confirmation|(?<![a-z])code\b|session|srp|otp\b|bearer|basic |eyJ|AWS4|PRIVATE|\\u00/i;
/** JSON within JSON within JSON is read, and no deeper. */
const DEEPEST = 40;

/** Text with every secret replaced, whatever it is: JSON, also within texts of JSON, a form, a query, a log line. */
export function redact(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  const parsed = parse(text);
  return parsed === undefined ? redactPlain(text) : JSON.stringify(redactValue(parsed.value, 0));
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  const named = namedPair(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isSecret = isSecretName(name) || (named && /^(string)?value$/i.test(name));
      return [name, isSecret ? hidden(member) : redactValue(member, depth + 1)];
    }),
  );
}

/** Whether an object is a pair such as `{ Name: 'password', Value: '…' }`. */
function namedPair(value: object): boolean {
  return Object.entries(value).some(
    ([name, member]) => /^(name|key)$/i.test(name) && typeof member === 'string' && isSecretName(member),
  );
}

/** Whether something is there stays to be seen. */
function hidden(member: unknown): unknown {
  return member === null || member === undefined || member === '' ? member : REDACTED;
}

function redactText(text: string, depth: number): string {
  if (!SUSPICIOUS.test(text)) return text;
  const parsed = /^\s*[[{"]/.test(text) && depth < DEEPEST ? parse(text) : undefined;
  return parsed === undefined ? redactPlain(text) : JSON.stringify(redactValue(parsed.value, depth + 1));
}

/** Not JSON, or JSON that was cut off. */
function redactPlain(text: string): string {
  return redactMembers(text.replace(SECRET_VALUE, REDACTED)).replace(
    NAMED_VALUE,
    (whole, name: string, sign: string, value: string) =>
      isSecretName(decoded(name)) && value !== REDACTED ? `${name}${sign}${REDACTED}` : whole,
  );
}

/** The name of a member of JSON, also of JSON that stands escaped in a text. */
const MEMBER_NAME = /"([^"\\]{1,80}(?:\\u[\da-f]{4}[^"\\]{0,80}){0,8})\\*"\s*:\s*/gi;

function redactMembers(text: string): string {
  let [redacted, done] = ['', 0];
  for (const { 0: whole, 1: name = '', index } of text.matchAll(MEMBER_NAME)) {
    const from = index + whole.length;
    if (index < done || !isSecretName(unescaped(name))) continue;
    redacted += `${text.slice(done, from)}"${REDACTED}"`;
    done = endOfValue(text, from);
  }
  return redacted + text.slice(done);
}

/** Where a value ends, or the text where that cannot be told. */
function endOfValue(text: string, from: number): number {
  const opening = /^(\\*)"/.exec(text.slice(from, from + 64));
  if (opening === null) {
    const bare = /^[^\s,}\]{["\\]+/.exec(text.slice(from, from + 64))?.[0];
    return bare === undefined ? text.length : from + bare.length;
  }
  const [{ length }, slashes = ''] = opening;
  for (let quote = text.indexOf('"', from + length); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let before = 0;
    while (text[quote - 1 - before] === '\\') before += 1;
    if (before <= slashes.length) return quote + 1;
  }
  return text.length;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

function unescaped(name: string): string {
  return name.replace(/\\u([\da-f]{4})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function parse(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { value } : undefined;
  } catch {
    return undefined;
  }
}
