import * as z from 'zod';

/** The stack that answers. */
export const stackState = z.object({
  id: z.string().describe('Another one each time the stack starts'),
  url: z.string().describe('For every AWS client: `--endpoint-url`'),
  startedAt: z.number().describe('Milliseconds since the epoch'),
  clockSpeed: z.number().describe('How much faster than real time waits run'),
  region: z.string(),
});

export type StackState = z.infer<typeof stackState>;
