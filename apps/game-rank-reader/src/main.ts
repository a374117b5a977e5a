import { observe, parseEnv, rest } from '@hanok/lambda';
import { boardFrom, boardVariables, createReadRanking } from '@hanok/ranking';

const board = boardFrom(parseEnv(boardVariables, process.env));

export const handler = rest({
  routes: createReadRanking({ board }),
  ...observe('game-rank-reader'),
});
