import { playerImage, playerKey } from '@hanok/events';
import { observe, parseEnv, streamBatch } from '@hanok/lambda';
import { boardFrom, boardVariables, updateRanking } from '@hanok/ranking';

const board = boardFrom(parseEnv(boardVariables, process.env));

export const handler = streamBatch({
  key: playerKey,
  image: playerImage,
  handle: updateRanking({ board }),
  ...observe('game-rank-update'),
});
