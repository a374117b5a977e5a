import * as z from 'zod';

const workflowOutputs = z.looseObject({
  Training: z.looseObject({ TrainingApiUrl: z.string(), TrainingStateMachineArn: z.string() }),
  Crawler: z.looseObject({ CrawlApiUrl: z.string() }),
  Draw: z.looseObject({ DrawApiUrl: z.string() }),
});
const started = z.object({ TrainingId: z.string() });
const crawled = z.object({ CrawlId: z.string() });
const training = z.looseObject({
  Status: z.string(),
  States: z.array(z.string()),
  Drills: z.array(z.looseObject({ Drill: z.string(), Player: z.string().optional() })),
});
const crawl = z.looseObject({
  Status: z.string(),
  Reason: z.string().optional(),
  Page: z.looseObject({ Title: z.string() }).optional(),
});
const draw = z.object({
  Commitment: z.string(),
  Teams: z.array(z.array(z.string())),
  LeftOut: z.array(z.string()),
  Seed: z.string(),
});

/** What the users of the workflows do, over HTTP. */
export function workflowClients(stack: { outputs: Record<string, unknown> }) {
  const { Training, Crawler, Draw } = workflowOutputs.parse(stack.outputs);
  return {
    stateMachineArn: Training.TrainingStateMachineArn,
    /** Answers the training's id. */
    train: async (body: object) =>
      started.parse(await post(`${Training.TrainingApiUrl}training`, body)).TrainingId,
    training: async (id: string) => training.parse(await get(`${Training.TrainingApiUrl}training/${id}`)),
    /** Answers the crawl's id. */
    /** Under a key, it is the same crawl whenever it is asked for. */
    startCrawl: async (url: string, key?: string) =>
      crawled.parse(await post(`${Crawler.CrawlApiUrl}crawl`, { url }, key)).CrawlId,
    crawl: async (id: string) => crawl.parse(await get(`${Crawler.CrawlApiUrl}crawl/${id}`)),
    draw: async () => draw.parse(await get(`${Draw.DrawApiUrl}draw`)),
  };
}

export type WorkflowClients = ReturnType<typeof workflowClients>;

async function get(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

async function post(url: string, body: object, key?: string): Promise<unknown> {
  const headers = {
    'Content-Type': 'application/json',
    ...(key !== undefined && { 'Idempotency-Key': key }),
  };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}
