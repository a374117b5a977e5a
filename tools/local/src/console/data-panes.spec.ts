import { BatchWriteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RankingState } from '@hanok/console';
import { eventually } from '@hanok/testing';
import * as z from 'zod';
import { generatedPhoto } from '../demo/picture-clients.ts';
import { rideClients } from '../demo/ride-clients.ts';
import { seriousFindings } from './console-page.fixture.ts';
import { goByKeys, goByTab } from './keyboard-walk.fixture.ts';
import { expectTextOfMarkup } from './hostile-answers.fixture.ts';
import { HOSTILE_TEXTS } from './page-stack.fixture.ts';
import { startDataPage, type DataPage } from './data-panes.fixture.ts';

const PLAYERS = 'GomokuPlayerInfo';
const RECEIPTS = 'RideReceipts';
const MANY = 10_000;
const STORED = 250;
const DAY_MS = 86_400_000;
let stack: DataPage;
let images: string;
let deadLetters: string;
beforeAll(async () => {
  stack = await startDataPage();
  const outputs = z.looseObject({ Thumbnails: z.looseObject({ ImagesBucketName: z.string() }) });
  images = outputs.parse(stack.outputs).Thumbnails.ImagesBucketName;
  deadLetters = stack.gomoku.outputs.GameResultDeadLetterQueueUrl.split('/').at(-1) ?? '';
  await stack.gomoku.send('{"not":"a result"}');
});
afterAll(() => stack.stop());

const result = (PlayerName: string, ScoreDiff: number) =>
  stack.gomoku.send(JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff }));

type Page = Awaited<ReturnType<DataPage['open']>>;
/** What CloudWatch answers of the metric that the pane shows; the clock of the stack is ahead. */
async function freshnessInCloudWatch() {
  const { Datapoints = [] } = await stack.clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: 'Hanok', MetricName: 'RankFreshness', Statistics: ['SampleCount', 'Maximum'] },
      Dimensions: [{ Name: 'service', Value: 'game-rank-update' }],
      ...{ StartTime: new Date(Date.now() - DAY_MS), EndTime: new Date(Date.now() + DAY_MS), Period: 86_400 },
    }),
  );
  return {
    results: Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0),
    max: Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum)),
  };
}

/** A browser complains of each answer 400, which a form asks for. */
async function close(page: Page) {
  expect(page.complaints.filter((each) => !each.includes('status of 400'))).toEqual([]);
  await page.leave();
}

/** Elements that only markup of what was uploaded could bring into the content. */
const FOREIGN = 'main :is(iframe, script, style, meta, object, embed, svg:not(.sparkline))';

describe('the pane of rides', () => {
  it('asks for a ride where the map is clicked, and shows its lease running out, places rounded', async () => {
    const page = await stack.open('/rides');
    await page.getByText('No ride was asked for yet').waitFor();
    const map = page.locator('.world-map svg');
    const box = await map.boundingBox();
    if (box === null) throw new Error('The map is not shown');
    await page.getByLabel('Rider').fill('말을-타는-사람');
    await map.click({ position: { x: box.width * 0.22, y: box.height * 0.35 } });
    await page
      .getByText(/comes in/)
      .first()
      .waitFor();
    await page.locator('.unicorn.taken .lease').waitFor();
    expect(await page.locator('.ride-lists .row:has-text("on its way")').textContent()).toMatch(
      /말을-타는-사람.*\d+:\d\d/,
    );
    const { rides, unicorns } = await stack.api<Rides>('/rides');
    expect(rides).toHaveLength(1);
    for (const place of [...rides, ...unicorns])
      for (const degrees of [place.latitude, place.longitude])
        expect(degrees).toBe(Math.round(degrees * 100) / 100);
    expect(unicorns.map(({ rideId }) => rideId).filter(Boolean)).toEqual([rides[0]?.id]);
    await page.getByRole('button', { name: 'Fleet' }).click();
    await page.locator('.world-map text', { hasText: 'Rocinante' }).waitFor();
    expect(await page.locator('.unicorn').count()).toBe(3);
    await close(page);
  });

  it('asks by keyboard alone, and names the field that is wrong', async () => {
    const page = await stack.open('/rides');
    await page.getByLabel('Latitude').focus();
    await page.getByLabel('Latitude').fill('91');
    await page.keyboard.press('Enter');
    await page.getByText('Latitude: write -90 to 90').waitFor();
    await page.getByLabel('Latitude').fill('47.6');
    await page.keyboard.press('Enter');
    await page
      .getByText(/comes in/)
      .first()
      .waitFor();
    await eventually(async () => expect((await stack.api<Rides>('/rides')).rides).toHaveLength(2));
    expect(await seriousFindings(page)).toEqual([]);
    await close(page);
  });

  it('rides as no user whom somebody else has signed up, and takes no name that is none', async () => {
    const others = rideClients(stack);
    await others.signIn('kim', 'Unicorns-Fly-2026');
    others.close();
    for (const [rider, status] of [
      ['kim', 409],
      ['<b>x', 400],
    ] as const) {
      const answer = await stack.post('/rides', { rider, latitude: 0, longitude: 0 });
      expect(answer).toMatchObject({ status, body: { fields: { rider: expect.any(String) } } });
    }
  });
});

type Rides = {
  rides: { id: string; latitude: number; longitude: number }[];
  unicorns: { latitude: number; longitude: number; rideId?: string }[];
};

describe('the pane of the ranking', () => {
  beforeAll(async () => {
    for (const [index, name] of ['흑돌', '백돌', ...HOSTILE_TEXTS.slice(0, 6)].entries())
      await result(name, 10 + index);
    await eventually(async () => expect(await stack.redis.zcard('Rating')).toBe(8));
  });

  it('shows the board live, with what the ranks took to be there', async () => {
    const page = await stack.open('/ranking');
    await page.getByRole('row').nth(8).waitFor();
    const shown = await page.locator('.body .row > :nth-child(2)').allTextContents();
    expect(shown).toEqual((await stack.redis.zrevrange('Rating', 0, -1)).map(String));
    await result('새로운 사람', 100);
    await eventually(async () =>
      expect(await page.locator('.body .row').first().textContent()).toBe('1새로운 사람1100'),
    );
    const { p90 = 0, max } = await eventually(async () => {
      const { freshness } = await stack.api<RankingState>('/ranking');
      expect(freshness?.results).toBe(9);
      return freshness ?? { p90: 0, max: 0 };
    });
    expect([p90 > 0, max >= p90]).toEqual([true, true]);
    expect(await freshnessInCloudWatch()).toEqual({ results: 9, max });
    await page
      .locator('.freshness', { hasText: `9 results` })
      .getByText(`${Math.round(p90)} ms`)
      .first()
      .waitFor();
    await page.getByRole('row').filter({ hasText: '흑돌' }).click();
    await page.getByRole('grid', { name: 'Around 흑돌' }).getByRole('row', { selected: true }).waitFor();
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await close(page);
  });

  it('shows how board and table differ, and puts the board right', async () => {
    await stack.redis.zadd('Rating', 999, '백돌');
    await stack.redis.zadd('Rating', 5, '<img src=x onerror=alert(1)> nobody');
    const page = await stack.open('/ranking/Rating/check');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('2 of 9 players differ.').waitFor();
    expect(
      await page.getByRole('grid', { name: 'Players who differ' }).locator('.body .row').allTextContents(),
    ).toEqual(
      expect.arrayContaining(['백돌other score1011999', '<img src=x onerror=alert(1)> nobodynot in table-5']),
    );
    await page.getByRole('button', { name: 'Repair' }).click();
    await page
      .getByText('2 of 2 put right. No differences: 9 players in the table, 9 on the board.')
      .waitFor();
    await stack.redis.del('Rating');
    await page.getByRole('button', { name: 'Rebuild' }).click();
    await page.getByText(/Made anew of 9 players in \d+ ms. No differences/).waitFor();
    expect(await stack.redis.zscore('Rating', '백돌')).toBe('1011');
    await close(page);
  });
});

describe('the tables', () => {
  const put = (name: string, more = {}) =>
    stack.clients.dynamodb.send(
      new PutItemCommand({ TableName: RECEIPTS, Item: { ReceiptId: { S: name }, ...more } }),
    );

  it('are shown with their items, whatever is in them, as text', async () => {
    for (const hostile of HOSTILE_TEXTS) await put(hostile, { Fingerprint: { S: hostile } });
    const page = await stack.open('/data');
    await page.getByRole('row').filter({ hasText: RECEIPTS }).click();
    const hostile = HOSTILE_TEXTS[1] ?? '';
    await page
      .getByRole('row')
      .filter({ hasText: HOSTILE_TEXTS.at(-2) ?? '' })
      .waitFor();
    const shown = await page.locator('.body .row > :first-child').allTextContents();
    expect(shown).toEqual(expect.arrayContaining([...HOSTILE_TEXTS]));
    await page.locator('.body .row').nth(shown.indexOf(hostile)).click();
    await page.getByRole('article').getByText('"Fingerprint"').waitFor();
    expect(await page.locator('article pre').textContent()).toContain(JSON.stringify(hostile));
    await page.keyboard.press('Escape');
    await page.getByRole('article').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/_hanok/data/tables/${RECEIPTS}`);
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await close(page);
  });

  it('are changed only as they were read, by JSON that is an item', async () => {
    await put('changing', { Count: { N: '1' } });
    const page = await stack.open(`/data/tables/${RECEIPTS}?q=changing`);
    await page.getByRole('row').nth(1).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Item' }).fill('{"ReceiptId": {"S": "changing"}, "Count": 2}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Item: Count: write a type and a value').waitFor();
    await page
      .getByRole('textbox', { name: 'Item' })
      .fill('{"ReceiptId": {"S": "changing"}, "Count": {"N": "2"}}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    const Key = { ReceiptId: { S: 'changing' } };
    const get = new GetItemCommand({ TableName: RECEIPTS, Key });
    expect((await stack.clients.dynamodb.send(get)).Item).toEqual({ ...Key, Count: { N: '2' } });
    const stale = {
      item: JSON.stringify({ ...Key, Count: { N: '9' } }),
      before: JSON.stringify({ ...Key, Count: { N: '1' } }),
    };
    expect(await stack.post(`/tables/${RECEIPTS}/item`, stale)).toMatchObject({ status: 409 });
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Deleted').waitFor();
    expect((await stack.clients.dynamodb.send(get)).Item).toBeUndefined();
    await close(page);
  });

  it('are read page by page and by key', async () => {
    const puts = Array.from({ length: STORED }, (_, index) => ({
      PutRequest: { Item: { ReceiptId: { S: `row-${index}` } } },
    }));
    for (let from = 0; from < STORED; from += 25) {
      const RequestItems = { [RECEIPTS]: puts.slice(from, from + 25) };
      await stack.clients.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    }
    const seen: string[] = [];
    let cursor = '';
    for (let next: string | null = ''; next !== null;) {
      const page: TablePage = await stack.api(`/tables/${RECEIPTS}?limit=100${cursor}`);
      expect(page.rows.length).toBeLessThanOrEqual(100);
      seen.push(...page.rows.flatMap(({ values }) => values));
      next = page.next;
      cursor = `&cursor=${next}`;
    }
    expect(seen.filter((each) => each.startsWith('row-'))).toHaveLength(STORED);
    expect(new Set(seen).size).toBe(seen.length);
    const page = await stack.open(`/data/tables/${RECEIPTS}?rows=100`);
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('button', { name: 'First page' }).waitFor();
    await page.getByRole('searchbox').fill(`row-${STORED - 1}`);
    await page.getByText(/^1 of \d+ rows/).waitFor();
    expect(new URL(page.url()).searchParams.get('cursor')).toBeNull();
    await close(page);
  });

  it(`move as quickly with ${MANY} rows as with ten`, async () => {
    const page = await stack.open(`/data/tables/${RECEIPTS}`);
    await page.getByRole('row').nth(1).waitFor();
    const rows = Array.from({ length: MANY }, (_, index) => {
      return { key: JSON.stringify({ ReceiptId: { S: `${index}` } }), values: [`${index}`], preview: 'x' };
    });
    const json = { keys: [{ name: 'ReceiptId', type: 'S' }], items: MANY, rows, next: null };
    await page.route('**/_hanok/tables/*limit=10000', (route) => route.fulfill({ json }));
    await page.getByLabel('Rows of a page').selectOption(String(MANY));
    await page.getByText(`${MANY} rows`).waitFor();
    await page.keyboard.press('j');
    const begun = Date.now();
    for (const key of ['End', 'Home', 'PageDown', 'End']) await page.keyboard.press(key);
    await page.locator(`.row:focus:has-text("${MANY - 1}")`).waitFor();
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(await page.locator('.body .row').count()).toBeLessThan(100);
    await close(page);
  });
});

type TablePage = { rows: { values: string[] }[]; next: string | null };

describe('the queues', () => {
  it('are looked into without receiving, and dead letters go back to where they came from', async () => {
    const QueueUrl = stack.gomoku.outputs.GameResultDeadLetterQueueUrl;
    await eventually(async () => expect((await queue(deadLetters)).waiting).toBe(1), 25_000);
    for (const MessageBody of HOSTILE_TEXTS.slice(0, 8))
      await stack.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const page = await stack.open(`/data/queues/${deadLetters}`);
    await page.getByText('9 waiting').waitFor();
    const bodies = await page.locator('.body .row > :last-child').allTextContents();
    expect(bodies).toEqual(expect.arrayContaining(['{"not":"a result"}', ...HOSTILE_TEXTS.slice(0, 8)]));
    const hostile = HOSTILE_TEXTS[4] ?? '';
    await page.getByRole('row').filter({ hasText: hostile }).click();
    await eventually(async () =>
      expect(await page.locator('article pre').first().textContent()).toBe(hostile),
    );
    expect(await seriousFindings(page)).toEqual([]);
    const { messages } = await queue(deadLetters);
    expect(messages.filter(({ preview }) => preview !== '{"not":"a result"}')).toEqual(
      Array.from({ length: 8 }, () => expect.objectContaining({ receiveCount: 0, state: 'waiting' })),
    );
    await page.getByRole('button', { name: 'Move back to the source' }).click();
    await page.getByText('1 messages moved back, 8 have no source').waitFor();
    const get = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
    expect((await stack.clients.sqs.send(get)).Attributes).toEqual({ ApproximateNumberOfMessages: '8' });
    expect(await page.locator(FOREIGN).count()).toBe(0);
    await close(page);
  });

  it('answer no client that asks for a look', async () => {
    const response = await fetch(stack.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.PeekMessages', 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ QueueName: deadLetters }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });
});

const queue = (name: string) =>
  stack.api<{ waiting: number; messages: { receiveCount: number; preview: string }[] }>(`/queues/${name}`);

describe('the buckets', () => {
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
  const HTML = '<!doctype html><script>alert(document.domain)</script><img src=x onerror=alert(1)>';
  const HOSTILE = [
    ['evil.svg', SVG, 'image/svg+xml'],
    ['evil.html', HTML, 'text/html'],
    ['picture.png', HTML, 'image/png'],
    ['picture.jpg', SVG, 'image/jpeg'],
    ['<img src=x onerror=alert(1)>.html', HTML, 'text/html; charset=utf-8'],
  ] as const;

  it('show an upload and its thumbnail side by side', async () => {
    await stack.upload(images, '사진 1.jpg', await generatedPhoto(640, 480), 'image/jpeg');
    const page = await stack.open(`/data/buckets/${images}`);
    await page.getByRole('row').filter({ hasText: '사진 1.jpg' }).click();
    await page.locator('.pictures img').nth(1).waitFor();
    const widths = () =>
      page.evaluate("[...document.querySelectorAll('.pictures img')].map((each) => each.naturalWidth)");
    await eventually(async () => expect(await widths()).toEqual([480, 96]));
    expect(await seriousFindings(page)).toEqual([]);
    await close(page);
  });

  it('show SVG and HTML as text, whatever they are called, and nothing of them is rendered', async () => {
    for (const [key, content, type] of HOSTILE) await stack.upload(images, key, content, type);
    const page = await stack.open(`/data/buckets/${images}`);
    for (const [key, content] of HOSTILE) {
      const address = `/buckets/${images}/picture?key=${encodeURIComponent(key)}`;
      const refused = await stack.ask(address, { headers: { accept: '*/*' } });
      const type = refused.headers.get('content-type');
      expect([refused.status, type]).toEqual([415, 'application/json; charset=utf-8']);
      await page.getByRole('row').filter({ hasText: key }).first().click();
      await page.getByRole('article', { name: key }).locator('pre').first().waitFor();
      expect(await page.locator('article pre').first().textContent()).toBe(content);
      expect(await page.locator('article img').count()).toBe(0);
      expect(await page.locator(FOREIGN).count()).toBe(0);
    }
    await page.goto(`${stack.url}/_hanok/buckets/${images}/picture?key=evil.svg`);
    await page.getByText('There is no such page').waitFor();
    await close(page);
  });

  it('answer a picture by its bytes, never as a page, even where it is both', async () => {
    await stack.upload(
      images,
      'both.html',
      Buffer.concat([Buffer.from('GIF89a'), Buffer.from(HTML)]),
      'text/html',
    );
    const { status, headers } = await stack.ask(`/buckets/${images}/picture?key=both.html`);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/gif',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(await stack.api(`/buckets/${images}?prefix=both`)).toMatchObject({
      objects: [{ key: 'both.html' }],
    });
  });
});

describe('the pane of data', () => {
  it('has what the clients of AWS have, and leads to each', async () => {
    const overview = await stack.api<Overview>('/data');
    const players = await stack.redis.zcard('Rating');
    expect(overview.boards).toEqual([{ name: 'Rating', players }]);
    expect(overview.tables.find(({ name }) => name === PLAYERS)).toEqual({ name: PLAYERS, items: players });
    const page = await stack.open('/data', { language: 'ko' });
    await page.getByRole('row').filter({ hasText: '순위표' }).click();
    await page.waitForURL('**/ranking/Rating');
    await page.goBack();
    await page.getByRole('row').nth(2).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await close(page);
  });
});

type Overview = { boards: object[]; tables: { name: string; items: number }[] };

it.each(['data', `data/tables/${RECEIPTS}`, 'ranking/Rating'])(
  'goes by keys alone through %s',
  async (path) => goByKeys(await stack.open(`/${path}`)),
);

it.each(['rides', 'ranking/Rating/check'])(
  'goes by Tab through %s in the order in which it is read',
  async (path) => goByTab(await stack.open(`/${path}`)),
);

it.each(['data', `data/tables/${RECEIPTS}`, 'data/queues/game-result-dead-letter-queue', 'ranking', 'rides'])(
  'shows in %s markup in any name, key, message or text as text',
  async (path) => expectTextOfMarkup(await stack.open(`/${path}`)),
);
