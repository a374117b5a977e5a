import type { InvocationDetail, InvocationList } from '@hanok/console';
import type { InvocationListener } from '../../services/lambda/invocation-watch.ts';

/** The last invocations while this stack runs, with their events as they were. */
export type PastInvocations = {
  listener: Required<InvocationListener>;
  /** Those that have all words of a text. */
  list(text?: string): InvocationList;
  find(id: number): InvocationDetail | undefined;
};

const KEPT = 2_000;
const KEPT_CHARACTERS = 16 * 1024 * 1024;

/** Calls `onChanged` when one begins or ends. */
export function keepInvocations(onChanged: () => void): PastInvocations {
  const kept: InvocationDetail[] = [];
  const running = new Map<string, InvocationDetail>();
  let lastId = 0;
  let characters = 0;

  function trim(): void {
    while (kept.length > KEPT || (characters > KEPT_CHARACTERS && kept.length > 1)) {
      const oldest = kept.shift();
      characters -= (oldest?.event.length ?? 0) + (oldest?.answer?.length ?? 0);
    }
  }

  return {
    listener: {
      started: ({ requestId, functionName, trigger, payload: event, time: started }) => {
        lastId += 1;
        const begun: InvocationDetail = {
          id: lastId,
          requestId,
          functionName,
          trigger: trigger.kind,
          started,
          outcome: 'running',
          event,
        };
        kept.push(begun);
        running.set(requestId, begun);
        characters += event.length;
        trim();
        onChanged();
      },
      ended: ({ requestId, outcome, durationMs, initMs, answer }) => {
        const ended = running.get(requestId);
        running.delete(requestId);
        if (ended === undefined) return;
        ended.outcome = outcome;
        if (durationMs !== undefined) ended.durationMs = durationMs;
        if (initMs !== undefined) ended.initMs = initMs;
        if (answer !== undefined) ended.answer = answer;
        characters += answer?.length ?? 0;
        onChanged();
      },
    },
    list: (text = '') => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const found = kept.filter(({ functionName, trigger, outcome, event, requestId }) => {
        if (words.length === 0) return true;
        const shown = `${functionName} ${trigger} ${outcome} ${requestId} ${event}`.toLowerCase();
        return words.every((word) => shown.includes(word));
      });
      return { invocations: found.map(summaryOf).reverse(), kept: kept.length };
    },
    find: (id) => kept.find((each) => each.id === id),
  };
}

function summaryOf({ id, requestId, functionName, trigger, started, outcome, ...more }: InvocationDetail) {
  const { durationMs, initMs } = more;
  return {
    ...{ id, requestId, functionName, trigger, started, outcome },
    ...(durationMs !== undefined && { durationMs }),
    ...(initMs !== undefined && { initMs }),
  };
}
