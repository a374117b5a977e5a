import * as z from 'zod';

/** Which lines of the functions' logs to read. */
export const logQuery = z.strictObject({
  text: z.string().max(1_000).optional().describe('Each word must be in the line, in any case'),
  functionName: z.string().max(200).optional(),
  requestId: z.string().max(200).optional(),
  after: z.coerce.number().int().min(0).optional().describe('Only lines after the one with this id'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000).describe('The newest so many'),
});

const logLine = z.object({
  id: z.number().describe('Grows with each line'),
  time: z.number().describe('Milliseconds since the epoch'),
  functionName: z.string(),
  logGroup: z.string(),
  logStream: z.string(),
  requestId: z.string().optional().describe('Not there for what is written outside of an invocation'),
  text: z.string(),
  isPlatform: z.boolean().describe('START, END, REPORT and what else Lambda itself says'),
});

export const logLines = z.object({
  lines: z.array(logLine).describe('The oldest first'),
  lastId: z.number().describe('Of all lines, for `after`'),
  kept: z.number().describe('Lines that are still known, whether they match or not'),
  functions: z.array(z.string()).describe('The functions that wrote them'),
});

export type LogLine = z.infer<typeof logLine>;
export type LogLines = z.infer<typeof logLines>;
