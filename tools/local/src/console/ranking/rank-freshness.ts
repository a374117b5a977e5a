import type { RankingState, TraceDetail } from '@hanok/console';
import type { Traces } from '../../traces/open-traces.ts';

type Freshness = RankingState['freshness'];

/** Results that are looked at. */
const LAST = 30;
const RANKER = 'game-rank-update';

/** How long each of the last results took from its sending until its rank could be read, the newest first. */
export type FreshnessReader = () => Promise<Freshness>;

export function createFreshnessReader(traces: Pick<Traces, 'list' | 'find'>): FreshnessReader {
  let known = new Map<string, Freshness[number] | undefined>();
  return async () => {
    const { traces: found } = await traces.list({ entry: 'message', function: RANKER, limit: LAST });
    const read = await Promise.all(
      found.map(async ({ id, status }) => {
        if (known.has(id)) return { id, status, figure: known.get(id) };
        const detail = await traces.find(id);
        return { id, status, figure: detail && figureOf(detail) };
      }),
    );
    // What has ended stays as it is.
    const ended = read.filter(({ status }) => status !== 'running');
    known = new Map(ended.map(({ id, figure }) => [id, figure]));
    return read.flatMap(({ figure }) => figure ?? []);
  };
}

/** The rank is there when the first invocation that wrote it has ended well. */
function figureOf({ id, started: sent, tree }: TraceDetail): Freshness[number] | undefined {
  const ends = tree.flatMap(({ kind, function: name, status, ended }) =>
    kind === 'invocation' && name === RANKER && status === 'ok' && ended !== undefined ? [ended] : [],
  );
  return ends.length === 0 ? undefined : { trace: id, sent, ms: Math.min(...ends) - sent };
}
