import { createTeamDraw } from '@hanok/drawing';
import { observe, rest } from '@hanok/lambda';

export const handler = rest({
  routes: createTeamDraw(),
  ...observe('team-draw'),
});
