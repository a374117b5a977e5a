import { setTimeout as delay } from 'node:timers/promises';

/** Looks every 5 ms until the check answers something; rejects after `timeoutMs` with what it waited for. */
export async function waitUntil<Seen>(
  what: string,
  check: () => Seen | undefined | false,
  timeoutMs = 15_000,
): Promise<Seen> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = check();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await delay(5);
  }
}
