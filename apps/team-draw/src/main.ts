import { createTeamDraw } from '@hanok/drawing';
import { createLogger, createMetrics, rest } from '@hanok/lambda';

const service = 'team-draw';

export const handler = rest({
  routes: createTeamDraw(),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
