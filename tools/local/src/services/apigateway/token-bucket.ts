/** Whether one more request is within a stage's rate (per second) and burst; takes it when it is. */
export function createTokenBucket(
  limits: { rateLimit: number; burstLimit: number },
  now: () => number = Date.now,
): () => boolean {
  let tokens = limits.burstLimit;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(limits.burstLimit, tokens + ((time - filledAt) / 1000) * limits.rateLimit);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
