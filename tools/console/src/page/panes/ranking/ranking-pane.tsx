import type { Around, RankedLine, RankingState } from '../../../api/ranking.ts';
import { stack } from '../../data/live.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { go, hrefOf, queryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { BoardCheck } from './board-check.tsx';
import { Freshness } from './freshness.tsx';
import { texts } from './texts.ts';

const USUAL = 'Rating';
const [PLAYER, CHECK] = ['player', 'check'];

/** The board as players read it, live: its top, the lines around a player, how fresh it is, and whether it is right. */
export function RankingPane({ path: [board = USUAL, kind, player] }: PaneProps) {
  const t = texts();
  const resource = useResource<RankingState>(apiPath(['ranking'], { board }), ['invocation', 'metric']).value;
  const state = resource.state === 'ready' ? resource.value : undefined;
  const wanted = queryValue('q');
  const top = (state?.top ?? []).filter(({ Player }) => Player.includes(wanted));
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} count={{ shown: top.length, all: state?.players ?? 0 }}>
        {wanted !== '' && <a href={hrefOf('ranking', board, PLAYER, wanted)}>{t.around(wanted)}</a>}
        {state && <Boards state={state} />}
        <a href={hrefOf('ranking', board, CHECK)}>{t.check}</a>
      </Toolbar>
      {state?.freshness && <Freshness figures={state.freshness} />}
      <Loaded of={resource}>
        {({ players, resultQueueUrl }) =>
          top.length > 0 ? (
            <Lines label={t.top} board={board} lines={top} selected={kind === PLAYER ? player : undefined} />
          ) : players > 0 ? (
            <Notice title={t.noMatch} />
          ) : (
            <Notice title={t.empty}>
              <p>{t.emptyText}</p>
              <Command text={resultCommand(resultQueueUrl)} />
            </Notice>
          )
        }
      </Loaded>
    </div>
  );
  const closes = hrefOf('ranking', board);
  if (kind === CHECK)
    return (
      <Split
        list={list}
        detail={
          <Detail key={board} title={t.checkOf(board)} closes={closes}>
            <BoardCheck board={board} />
          </Detail>
        }
      />
    );
  const detail =
    kind === PLAYER && player !== undefined ? (
      <Detail key={player} title={t.around(player)} closes={closes}>
        <AroundPlayer board={board} player={player} />
      </Detail>
    ) : undefined;
  return <Split list={list} detail={detail} />;
}

/** The other boards, where there are several. */
function Boards({ state: { board, boards } }: { state: RankingState }) {
  if (boards.length < 2) return null;
  return (
    <label>
      <span class="unseen">{texts().board}</span>
      <select
        value={board}
        onChange={({ currentTarget }) => go(hrefOf('ranking', currentTarget.value).replace(/\?.*$/, ''))}
      >
        {boards.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

type LinesProps = { label: string; board: string; lines: RankedLine[]; selected: string | undefined };

function Lines({ label, board, lines, selected }: LinesProps) {
  const t = texts();
  const columns: readonly Column<RankedLine>[] = [
    { title: t.rank, width: '64px', isNumber: true, cell: ({ Rank }) => Rank },
    { title: t.player, width: 'minmax(120px, 1fr)', cell: ({ Player }) => Player },
    { title: t.score, width: '96px', isNumber: true, cell: ({ Score }) => Score },
  ];
  return (
    <Rows
      label={label}
      rows={lines}
      columns={columns}
      keyOf={({ Player }) => Player}
      hrefOf={({ Player }) => hrefOf('ranking', board, PLAYER, Player)}
      selected={selected}
    />
  );
}

function AroundPlayer({ board, player }: { board: string; player: string }) {
  const t = texts();
  const path = apiPath(['ranking', 'around'], { board, player, around: 20 });
  const resource = useResource<Around>(path, ['invocation']);
  return (
    <Loaded of={resource.value}>
      {({ lines }) =>
        lines.length > 0 ? (
          <Lines label={t.around(player)} board={board} lines={lines} selected={player} />
        ) : (
          <p>{t.notOnBoard}</p>
        )
      }
    </Loaded>
  );
}

function resultCommand(queueUrl: string | undefined): string {
  if (queueUrl === undefined) return 'npm run demo';
  const result = '{"PlayerName":"흑돌","WinDiff":1,"LoseDiff":0,"ScoreDiff":3}';
  return `aws sqs send-message --endpoint-url ${stack.value?.url ?? ''} --queue-url ${queueUrl} --message-body '${result}'`;
}
