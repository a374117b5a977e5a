import { createLogger, createMetrics, parseEnv, rest } from '@hanok/lambda';
import { boardVariables, createReadRanking, openBoard } from '@hanok/ranking';

const service = 'game-rank-reader';
const board = openBoard(parseEnv(boardVariables, process.env));

export const handler = rest({
  routes: createReadRanking({ board }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
