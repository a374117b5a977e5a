import * as z from 'zod/mini';
import { wellFormedText } from '@hanok/events';

/** Most characters of a name, each Unicode code point counted as one. */
const MAX_NAME = 100;

/** Who is greeted: 1 to 100 characters, kept as they are. */
export const greetingName = wellFormedText(4 * MAX_NAME).check(
  z.refine((text) => [...text].length <= MAX_NAME, { error: `at most ${MAX_NAME} characters` }),
);

/** The body of `POST /greetings`. Other fields are passed over. */
export const greetingRequest = z.object({ Name: greetingName });

/** Who was greeted, and when. */
export const greeting = z.object({ Name: greetingName, GreetedAt: z.iso.datetime() });
/** Who was greeted, with the time as text in ISO 8601. */
export type Greeting = z.infer<typeof greeting>;
