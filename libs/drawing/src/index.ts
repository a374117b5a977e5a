export { commitmentTo } from './commitment.ts';
export type { DrawRequest } from './draw-request.ts';
export { draw, THIRTEEN } from './draw.ts';
export { drawTeams } from './draw-teams.ts';
