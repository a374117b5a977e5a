import { randomBytes } from 'node:crypto';
import { ok, type RestAnswer, route, type Route } from '@hanok/lambda';
import { drawRequest, type DrawRequest } from './draw-request.ts';
import { commitmentTo } from './commitment.ts';
import { drawTeams } from './draw-teams.ts';

/** The names that are drawn when a request has none: four teams of three, one is left out. */
export const THIRTEEN: Omit<DrawRequest, 'seed'> = {
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
export function draw(options: { newSeed?: () => string } = {}): readonly Route[] {
  const { newSeed = () => randomBytes(32).toString('hex') } = options;
  const resource = '/draw';
  return [
    route({
      httpMethod: 'GET',
      resource,
      handle: async () => answer(THIRTEEN, newSeed()),
    }),
    route({
      httpMethod: 'POST',
      resource,
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
