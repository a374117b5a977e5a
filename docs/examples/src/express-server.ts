import { makeThumbnail, RejectedPictureError } from '@hanok/images';
import express, { type ErrorRequestHandler, type Express } from 'express';
import * as z from 'zod/mini';

const side = z.pipe(z.string().check(z.regex(/^[1-9]\d{0,3}$/, 'expected 1 to 4096')), z.transform(Number));
const query = z.object({ width: side, height: side });

/** `POST /thumbnails?width=128&height=128` with a picture as the body answers its thumbnail. */
export function createServer(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.post('/thumbnails', express.raw({ type: () => true, limit: '16mb' }), async (request, response) => {
    const size = query.safeParse(request.query);
    if (!size.success) {
      response.status(400).json({ Error: 'width, height: expected 1 to 4096' });
      return;
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const picture = Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
    const { bytes, contentType } = await makeThumbnail(picture, size.data, { signal: gone.signal });
    response.type(contentType).send(bytes);
  });
  app.use(answerError);
  return app;
}

/** What is wrong with a picture is for the caller; any other error is not. */
const answerError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent || response.destroyed) next(error);
  else if (error instanceof RejectedPictureError)
    response.status(422).json({ Error: error.message, Reason: error.reason });
  else if (error?.type === 'entity.too.large') response.status(413).json({ Error: 'at most 16 MB' });
  else response.status(500).json({ Error: 'Internal error' });
};
