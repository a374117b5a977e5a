import { playerImage, playerKey } from '@hanok/events';
import { createLogger, createMetrics, parseEnv, streamBatch } from '@hanok/lambda';
import { boardVariables, createUpdateRanking, openBoard } from '@hanok/ranking';

const service = 'game-rank-update';
const board = openBoard(parseEnv(boardVariables, process.env));

export const handler = streamBatch({
  key: playerKey,
  image: playerImage,
  handle: createUpdateRanking({ board }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
