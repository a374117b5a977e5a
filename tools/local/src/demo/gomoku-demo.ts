import { print, text } from '../cli/terminal.ts';
import { check, eventually } from './checks.ts';
import type { GomokuClients } from './gomoku-clients.ts';

/** The message that the tutorial sends, to the letter. */
const EXACT = '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100 }';

/** One game result from queue to ranking, twice: cold, then with every function warm. Prints the time of each hop. */
export async function showPipeline(gomoku: GomokuClients): Promise<void> {
  print(text`\nA game server sends ${EXACT}`);
  await showResult(gomoku, { Score: 1100, Win: 1, Lose: 0 }, 'every function cold');
  print(text`\nThe same message again: a second win`);
  await showResult(gomoku, { Score: 1200, Win: 2, Lose: 0 }, 'warm');
}

async function showResult(
  gomoku: GomokuClients,
  player: { Score: number; Win: number; Lose: number },
  state: string,
): Promise<void> {
  const start = performance.now();
  const sinceStart = () => Math.round(performance.now() - start);
  await gomoku.send(EXACT);
  await eventually('stored in GomokuPlayerInfo', () => gomoku.player('SomeName'), player);
  const stored = sinceStart();
  await eventually('score in the sorted set Rating', () => gomoku.rating('SomeName'), player.Score);
  const ranked = sinceStart();
  await eventually('GET /ranking', gomoku.ranking, [{ Player: 'SomeName', Score: player.Score }]);
  print(
    text`    stored after ${stored} ms, in Redis after ${ranked} ms, in the answer after ${sinceStart()} ms (${state})`,
  );
}

/** One result under one `ResultId`, sent twice by a producer that retries: it counts once. */
export async function showRepeat(gomoku: GomokuClients): Promise<void> {
  const message = JSON.stringify({
    PlayerName: 'Retry',
    WinDiff: 1,
    LoseDiff: 0,
    ScoreDiff: 100,
    ResultId: 'game-1/Retry',
  });
  print(text`\nA producer that retries sends the same ResultId twice: ${message}`);
  await gomoku.send(message);
  await gomoku.send(message);
  await eventually('messages left in the queue', gomoku.messagesLeft, 0);
  check('counted once', await gomoku.player('Retry'), { Score: 1100, Win: 1, Lose: 0 });
}

/** A bad body among good ones: they count once, and it ends in the dead-letter queue after five receives. */
export async function showBadBody(gomoku: GomokuClients, clockSpeed: number): Promise<void> {
  const bad = '{ "PlayerName" : "BadName" , "WinDiff" : 0.5 }';
  const good = JSON.stringify({ PlayerName: 'GoodName', WinDiff: 0, LoseDiff: 1, ScoreDiff: -100 });
  print(text`\nA bad body among good ones: ${bad}`);
  print(
    text`    it stays hidden 6 minutes after each of 5 receives; queues run ${clockSpeed} times as fast here`,
  );
  await Promise.all([gomoku.send(good), gomoku.send(bad)]);
  const elapsed = await eventually('in the dead-letter queue', gomoku.deadLetter, bad, 120_000);
  print(text`    after ${(elapsed / 1000).toFixed(1)} s`);
  check('the good one, counted once', await gomoku.player('GoodName'), { Score: 900, Win: 0, Lose: 1 });
  check('the bad one', (await gomoku.player('BadName')) ?? 'not in the table', 'not in the table');
  await eventually('messages left in the queue', gomoku.messagesLeft, 0);
}
