import { setTimeout as delay } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 10;

/** Looks until `look` does not throw or reject, and answers what it answered; after `limitMs`, fails as it did last. */
export async function eventually<Seen>(look: () => Seen | Promise<Seen>, limitMs = 20_000): Promise<Seen> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(BETWEEN_LOOKS_MS);
    }
  }
}
