/** Others changed the proxy at every attempt; the same again may succeed. */
export class ContendedProxyError extends Error {
  override readonly name = 'ContendedProxyError';
  override readonly message = 'The proxy changed at every attempt';
}
