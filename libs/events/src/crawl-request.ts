import * as z from 'zod/mini';
import { crawlUrl } from './crawl-url.ts';

/** The body of `POST /crawl`. */
export const crawlRequest = z.object({ url: crawlUrl });
export type CrawlRequest = z.infer<typeof crawlRequest>;
