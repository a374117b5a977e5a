import * as z from 'zod';

/** The clock of the stack, for waits that AWS counts in seconds to days. */
export const clockState = z.object({
  revision: z.number().describe('Grows each time the clock is moved on'),
  now: z.number().describe('Milliseconds since the epoch on this clock'),
  realNow: z.number().describe('The same in real time'),
  speed: z.number().describe('How much faster than real time it runs'),
});

/** A day at most: everything that waits until then wakes on the way. */
export const clockAdvance = z.strictObject({
  minutes: z
    .number('write a number of minutes')
    .positive('write more than 0 minutes')
    .max(1_440, 'write at most 1440 minutes, which are a day'),
});

export type ClockState = z.infer<typeof clockState>;
export type ClockAdvance = z.infer<typeof clockAdvance>;
