export { commitmentTo } from './commitment.ts';
export { drawTeams, type Draw } from './draw-teams.ts';
export { createTeamDraw, thirteen } from './team-draw.ts';
