import * as z from 'zod';

/** How long the server waits, in milliseconds. */
const timeouts = z.strictObject({
  /** From the connecting of a client to the line that joins. */
  helloMs: z.number().positive().default(5_000),
  /** From the placing of a session for both players to join. */
  joinMs: z.number().positive().default(60_000),
  /** For each move. */
  turnMs: z.number().positive().default(60_000),
  /** For a client to read the last frame. */
  closeMs: z.number().positive().default(5_000),
  /** To try again to send results: the first wait, which doubles up to the last. */
  firstRetryMs: z.number().positive().default(100),
  lastRetryMs: z.number().positive().default(10_000),
});

/** What a game server runs with. */
export const settings = z.strictObject({
  /** URL of `game-result-queue`, which also says where it is. */
  queueUrl: z.url(),
  region: z.string().min(1),
  credentials: z.strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** SQLite file for results that are not sent yet; without one they last as long as the process. */
  stateFile: z.string().optional(),
  /** Sessions that may run side by side. */
  maxSessions: z.int().positive().default(1_000),
  timeouts: timeouts.prefault({}),
});
export type Settings = z.infer<typeof settings>;
export type GivenSettings = z.input<typeof settings>;

/** What the parent says over the channel that `fork` makes: no one else can. */
export const order = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), settings }),
  z.strictObject({ type: z.literal('place'), id: z.number(), session: z.unknown() }),
  z.strictObject({ type: z.literal('stop') }),
]);
export type Order = z.infer<typeof order>;

/** What the server process answers. */
export const report = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('opened'), address: z.string(), port: z.number() }),
  z.strictObject({ type: z.literal('failed'), reason: z.string() }),
  z.strictObject({ type: z.literal('placed'), id: z.number(), placement: z.enum(['placed', 'full']) }),
  z.strictObject({ type: z.literal('refused'), id: z.number(), reason: z.string() }),
  z.strictObject({ type: z.literal('notice'), text: z.string() }),
]);
export type Report = z.infer<typeof report>;
