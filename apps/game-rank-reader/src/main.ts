import { observe, parseEnv, rest } from '@hanok/lambda';
import { boardFrom, boardVariables, readRanking } from '@hanok/ranking';

const board = boardFrom(parseEnv(boardVariables, process.env));

export const handler = rest({
  routes: readRanking({ board }),
  ...observe('game-rank-reader'),
});
