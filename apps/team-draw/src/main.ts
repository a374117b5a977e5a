import { draw } from '@hanok/drawing';
import { observe, rest } from '@hanok/lambda';

export const handler = rest({
  routes: draw(),
  ...observe('team-draw'),
});
