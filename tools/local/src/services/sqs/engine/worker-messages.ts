import type { QueueSettings } from './open-queues.ts';

/** What the engine's worker starts with. The clock: at real time `realStart` the stack's clock showed `stackStart`. */
export type EngineStart = QueueSettings & {
  clock: { realStart: number; stackStart: number; speed: number };
};

export type EngineRequest = { id: number; operation: string; input: unknown };

/** Nobody waits for the answer of this call any more. */
export type EngineAbandon = { abandon: number };

/** Either an output or a refusal. */
export type EngineReply = {
  id: number;
  output?: object;
  error?: { code: string; message: string };
};
