import { randomBytes } from 'node:crypto';
import { type DrawRequest, drawRequest } from '@hanok/events';
import { ok, type RestAnswer, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import { commitmentTo } from './commitment.ts';
import { drawTeams } from './draw-teams.ts';

/** The thirteen who are drawn when nobody is named: four teams of three, one is left out. */
export const thirteen: Omit<DrawRequest, 'seed'> = {
  names: [
    '가람',
    '나래',
    '다온',
    '라온',
    '마루',
    '바다',
    '사랑',
    '아라',
    '자람',
    '차오름',
    '카온',
    '타래',
    '하늘',
  ],
  teams: 4,
  size: 3,
};

/** `GET /draw` for the thirteen, `POST /draw` for any names. `newSeed` is asked when the request brings no seed. */
export function createTeamDraw(options: { newSeed?: () => string } = {}): Route[] {
  const { newSeed = () => randomBytes(32).toString('hex') } = options;
  const none = z.object({});
  const resource = '/draw';
  return [
    route({
      httpMethod: 'GET',
      resource,
      path: none,
      query: none,
      handle: async () => answer(thirteen, newSeed()),
    }),
    route({
      httpMethod: 'POST',
      resource,
      path: none,
      query: none,
      body: drawRequest,
      handle: async ({ body }) => answer(body, body.seed ?? newSeed()),
    }),
  ];
}

/** The commitment comes first, the seed that opens it last. */
function answer(request: Omit<DrawRequest, 'seed'>, seed: string): RestAnswer {
  const { teams, leftOut } = drawTeams(request, seed);
  return ok({ Commitment: commitmentTo(request, seed), Teams: teams, LeftOut: leftOut, Seed: seed });
}
