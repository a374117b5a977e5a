import { afterAll, expect, it } from '@jest/globals';
import { createPlayerTable, createScoring } from './index.ts';
import { startPlayerTables } from './player-tables.fixture.ts';

const db = await startPlayerTables();
afterAll(db.stop);
const scoring = createScoring({ players: createPlayerTable({ client: db.client, tables: db.tables }) });
const result = (PlayerName: string, more: object = {}) => ({
  ...{ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100, ...more },
});

it('counts results of any source once, however often they are given', async () => {
  const given = [
    { id: 'results/0/41', result: result('kim') },
    { id: 'results/0/42', result: result('lee', { WinDiff: 0, LoseDiff: 1, ScoreDiff: -20 }) },
  ];
  expect(await scoring.recordResults(given)).toEqual([]);
  expect(await scoring.recordResults([...given, ...given])).toEqual([]);
  expect(await scoring.find('kim')).toMatchObject({ PlayerName: 'kim', Score: 1100, Win: 1, Lose: 0 });
  expect(await scoring.find('lee')).toMatchObject({ PlayerName: 'lee', Score: 980, Win: 0, Lose: 1 });
  expect(await scoring.find('park')).toBeUndefined();
});

it('answers a bad result alone, naming the field', async () => {
  const failures = await scoring.recordResults([
    { id: '1', result: result('choi', { ScoreDiff: 'many' }) },
    { id: '2', result: result('choi') },
    { id: '3', result: null },
  ]);
  expect(failures.map(({ id, error }) => [id, error.name, error.message])).toEqual([
    ['1', 'RangeError', 'ScoreDiff: expected number'],
    ['3', 'RangeError', 'result: expected object'],
  ]);
  expect(await scoring.find('choi')).toMatchObject({ Score: 1100 });
});

it('knows a result by its ResultId, and refuses another one under that id', async () => {
  const first = { id: 'a/1', result: result('jung', { ResultId: 'game-7' }) };
  const again = { id: 'b/9', result: result('jung', { ResultId: 'game-7' }) };
  const other = { id: 'b/10', result: result('jung', { ResultId: 'game-7', ScoreDiff: 5 }) };
  expect(await scoring.recordResults([first])).toEqual([]);
  const failures = await scoring.recordResults([again, other]);
  expect(failures.map(({ id, error }) => [id, error.name])).toEqual([['b/10', 'ResultIdReusedError']]);
  expect(await scoring.find('jung')).toMatchObject({ Score: 1100 });
});

it('answers all as not counted when it is told to stop, and counts them when they come again', async () => {
  const given = [{ id: 's/1', result: result('kang') }];
  const stopped = new Error('the process ends');
  const failures = await scoring.recordResults(given, AbortSignal.abort(stopped));
  expect(failures.map(({ id, error }) => [id, error])).toEqual([['s/1', stopped]]);
  expect(await scoring.find('kang')).toBeUndefined();
  expect(await scoring.recordResults(given)).toEqual([]);
  expect(await scoring.find('kang')).toMatchObject({ Score: 1100 });
});
