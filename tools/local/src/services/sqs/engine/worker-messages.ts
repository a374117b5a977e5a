import type { QueueSettings } from './open-queues.ts';

/** At real time `realStart` the stack's clock showed `stackStart`. */
export type EngineClock = { realStart: number; stackStart: number; speed: number };

/** What the engine's worker starts with. */
export type EngineStart = QueueSettings & { clock: EngineClock };

/** The stack's clock was moved. */
export type EngineMove = { clock: EngineClock };

export type EngineRequest = { id: number; operation: string; input: unknown };

/** Nobody waits for the answer of this call any more. */
export type EngineAbandon = { abandon: number };

/** Either an output or a refusal. */
export type EngineReply = {
  id: number;
  output?: object;
  error?: { code: string; message: string };
};
