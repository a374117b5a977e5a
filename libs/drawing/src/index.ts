export { commitmentTo } from './commitment.ts';
export { draw, THIRTEEN } from './draw.ts';
export { drawTeams } from './draw-teams.ts';
