import { cutShort, refuse, replyLost, reset } from './fault.ts';

const BODY = '<Error><Code>SlowDown</Code></Error>';

/**
 * What can go wrong between a client and S3: it is not answered at all, is refused as too busy, the request is done
 * but the answer lost, or the body of an answer ends half-way.
 */
export const S3_FAULTS = {
  reset,
  busy: refuse('busy', () => ({ status: 503, headers: {}, body: BODY })),
  replyLost,
  cutShort,
};
