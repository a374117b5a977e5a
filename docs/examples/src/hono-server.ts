import { UnavailableError } from '@hanok/lambda';
import type { RankingBoard } from '@hanok/ranking';
import type { Scoring } from '@hanok/scoring';
import { Hono } from 'hono';

/**
 * `PUT /results/:id` records a game result, also when it is sent again; `GET /players/:name` and `GET /ranking` read.
 * The board follows the player table elsewhere: by the stream, or by `board.update` from any source.
 */
export function createApp({ scoring, board }: { scoring: Scoring; board: RankingBoard }): Hono {
  const app = new Hono();
  app.put('/results/:id', async (context) => {
    const result: unknown = await context.req.json().catch(() => undefined);
    const [failure] = await scoring.recordResults([{ id: context.req.param('id'), result }]);
    if (!failure) return context.body(null, 204);
    if (failure.error instanceof RangeError) return context.json({ Error: failure.error.message }, 400);
    throw failure.error;
  });
  app.get('/players/:name', async (context) => {
    const player = await scoring.find(context.req.param('name'), context.req.raw.signal);
    return player ? context.json(player) : context.json({ Error: 'No such player' }, 404);
  });
  app.get('/ranking', async (context) => context.json(await board.page({ offset: 0, limit: 100 })));
  app.onError((error, context) =>
    error instanceof UnavailableError
      ? context.json({ Error: 'Temporarily unavailable, try again' }, 503)
      : context.json({ Error: 'Internal error' }, 500),
  );
  return app;
}
