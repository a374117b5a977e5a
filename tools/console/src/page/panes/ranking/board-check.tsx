import { useSignal } from '@preact/signals';
import type {
  BoardVerification,
  RebuildAnswer,
  RepairAnswer,
  ScoreDifference,
} from '../../../api/ranking.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { Badge } from '../../parts/badge.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { texts } from './texts.ts';

/** Holds the board against the player table, and puts it right: as `npm run rank:verify` and `rank:rebuild` do. */
export function BoardCheck({ board }: { board: string }) {
  const t = texts();
  const running = useSignal(false);
  const found = useSignal<BoardVerification>();
  const said = useSignal('');
  const run = async (work: () => Promise<string>) => {
    running.value = true;
    said.value = t.running;
    try {
      said.value = await work();
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      said.value = failure.message;
    } finally {
      running.value = false;
    }
  };
  const ask = <Answer,>(what: string) => post<Answer>(apiPath(['ranking', what]), { board });
  const verify = async () => {
    const answer = await ask<BoardVerification>('verify');
    found.value = answer;
    const count = answer.differences.length + answer.more;
    return count === 0 ? t.same(answer.players, answer.onBoard) : t.differ(count, answer.players);
  };
  const repair = async () => {
    const { found: kinds, repaired } = await ask<RepairAnswer>('repair');
    const differed = Object.values(kinds).reduce((sum, count) => sum + count, 0);
    return `${t.repaired(repaired, differed)} ${await verify()}`;
  };
  const rebuild = async () => {
    const { players, unreadable, ms } = await ask<RebuildAnswer>('rebuild');
    return `${t.rebuilt(players, unreadable, ms)} ${await verify()}`;
  };
  const differences = found.value?.differences ?? [];
  return (
    <>
      <p>{t.checkText}</p>
      <p class="actions">
        <button class="primary" disabled={running.value} onClick={() => run(verify)}>
          {t.verify}
        </button>
        <button disabled={running.value} onClick={() => run(repair)}>
          {t.repair}
        </button>
        <button disabled={running.value} onClick={() => run(rebuild)}>
          {t.rebuild}
        </button>
      </p>
      <p role="status">{said.value}</p>
      {differences.length > 0 && (
        <Rows
          label={t.differences}
          rows={differences}
          columns={columns()}
          keyOf={({ player, kind }) => `${kind} ${player}`}
        />
      )}
    </>
  );
}

function columns(): readonly Column<ScoreDifference>[] {
  const t = texts();
  return [
    { title: t.player, width: 'minmax(100px, 1fr)', cell: ({ player }) => player },
    { title: t.kind, width: '120px', cell: ({ kind }) => <Badge tone="bad">{t.kinds[kind]}</Badge> },
    { title: t.inTable, width: '88px', isNumber: true, cell: ({ table }) => table ?? '-' },
    { title: t.onBoard, width: '88px', isNumber: true, cell: ({ board }) => board ?? '-' },
  ];
}
