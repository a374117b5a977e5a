import type { IncomingHttpHeaders } from 'node:http';

/** Headers that API Gateway writes itself, in its own spelling; all others keep the lower case of HTTP/2. */
const spelling: Readonly<Record<string, string>> = {
  host: 'Host',
  'user-agent': 'User-Agent',
};

/** Headers of one hop, which API Gateway does not pass on. */
const perHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'proxy-connection',
]);

/** The headers of a proxy event, with those that API Gateway adds. */
export function proxyHeaders(incoming: IncomingHttpHeaders, added: Readonly<Record<string, string>>) {
  const received = Object.entries(incoming).flatMap(([name, value]) => {
    if (value === undefined || perHop.has(name)) return [];
    return [[spelling[name] ?? name, typeof value === 'string' ? [value] : value] as const];
  });
  const own = Object.entries(added).map(([name, value]) => [name, [value]] as const);
  const multiValueHeaders = Object.fromEntries([...received, ...own]);
  return { headers: lastValues(multiValueHeaders), multiValueHeaders };
}

/** The last value of each name, as in an event's single-valued maps. */
export function lastValues(lists: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? '']));
}
