import { hash } from 'node:crypto';

/**
 * SHA-256 as unpadded base64url of the value's JSON with the keys of every object sorted. Tells whether two requests
 * under one Idempotency-Key say the same, and gives nothing of what they say.
 */
export function fingerprint(value: unknown): string {
  const canonical = JSON.stringify(value, sortKeys) ?? '';
  return hash('sha256', canonical, 'base64url');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
