import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import type { MetricPage, TraceDetail, TracePage } from '@hanok/console';
import { seriousFindings } from './console-page.fixture.ts';
import { goByKeys, goByTab } from './keyboard-walk.fixture.ts';
import { expectTextOfMarkup } from './hostile-answers.fixture.ts';
import { HOSTILE_TEXTS, type PageStack, startPageStack, TALKER } from './page-stack.fixture.ts';

let stack: PageStack;
beforeAll(async () => {
  stack = await startPageStack();
  await stack.say({
    lines: [...HOSTILE_TEXTS, '{"level":"error","message":"실패"}'],
    scan: 'GomokuPlayerInfo',
  });
  // It is tried again while the first specs run.
  await stack.gomoku.send(JSON.stringify({ PlayerName: HOSTILE_TEXTS[0], WinDiff: 'x' }));
  await stack.gomoku.send('{"PlayerName":"흑돌","WinDiff":1,"LoseDiff":0,"ScoreDiff":3}');
});
afterAll(() => stack.stop());

type Logs = { lines: { id: number; text: string; functionName: string }[]; kept: number };
type Denied = { calls: { id: number; missing: object; resource: string }[] };

describe('the page of the console', () => {
  it('comes to a browser that goes to the gateway, and says what runs', async () => {
    const page = await stack.open('/');
    await page.getByText('Live', { exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/_hanok\/\w+$/);
    expect(await page.locator('header code').textContent()).toBe(stack.url);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('is driven by the keyboard alone', async () => {
    const page = await stack.open('/_hanok/logs');
    await page.getByRole('row').nth(3).waitFor();
    await page.keyboard.press('p');
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.keyboard.press('p');
    await page.keyboard.press('/');
    await page.keyboard.type('START');
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).search).toBe('?q=START');
    await page.getByRole('gridcell', { name: 'REPORT RequestId' }).first().waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('article').waitFor();
    expect(page.url()).toMatch(/\/logs\/\d+\?q=START$/);
    await page.keyboard.press('Escape');
    await page.getByRole('article').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/_hanok/map');
    await page.goBack();
    await page.waitForURL('**/logs?q=START');
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('keeps a line open that another filter does not list', async () => {
    const page = await stack.open('/_hanok/logs?q=START');
    await page.getByRole('gridcell', { name: 'START RequestId' }).first().click();
    await page.getByRole('article').getByText('START RequestId').waitFor();
    await page.getByRole('searchbox').fill('REPORT');
    await page.getByRole('gridcell', { name: 'REPORT RequestId' }).first().waitFor();
    expect(await page.getByRole('gridcell', { name: 'START RequestId' }).count()).toBe(0);
    expect(await page.getByRole('article').innerText()).toContain('START RequestId');
    await page.leave();
  });

  it('keeps a denied call open that another filter does not list', async () => {
    const page = await stack.open('/_hanok/denied');
    await page.getByRole('row').nth(1).click();
    await page.getByRole('article').getByText('Granted and used').waitFor();
    // All but how long ago it was, which the clock changes.
    const facts = async () => [
      await page.locator('article time').getAttribute('datetime'),
      ...(await page.locator('article :is(h2, dd:not(:has(time)))').allTextContents()),
    ];
    const opened = await facts();
    expect(opened.length).toBeGreaterThan(5);
    await page.getByRole('searchbox').fill('of no call');
    await page.getByRole('row').first().waitFor({ state: 'detached' });
    expect(await facts()).toEqual(opened);
    await page.leave();
  });

  it('keeps the language and the colours that are chosen', async () => {
    const page = await stack.open('/_hanok/denied', { language: 'ko' });
    await page.getByRole('link', { name: '거부된 호출' }).waitFor();
    await page.getByLabel('언어').selectOption('English');
    await page.getByLabel('Colours').selectOption('Dark');
    await page.reload();
    await page.getByRole('link', { name: 'Denied calls' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.leave();
  });

  it.each(['traces', 'logs', 'metrics', 'denied', 'denied/ask', 'denied/granted'])(
    'has nothing in %s that keeps people out',
    async (path) => {
      const page = await stack.open(`/_hanok/${path}`, { language: 'ko' });
      await page.getByRole('row').nth(1).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      expect(await seriousFindings(page)).toEqual([]);
      await page.leave();
    },
  );
});

describe('a page of another program of this machine', () => {
  it('neither reads nor drives the console, nor hears of its changes, nor has it in a frame', async () => {
    const server = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<p>hi'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
    const page = await stack.browser.open(`http://localhost:${port}`, '/');
    const tried = await page.evaluate(`(async () => {
      const base = ${JSON.stringify(stack.url)} + '/_hanok';
      const outcome = (call) => call().then((each) => each.status, (error) => error.name);
      const body = JSON.stringify({ functionName: 'f', action: 's3:GetObject', resource: '*' });
      const headers = { 'content-type': 'application/json' };
      const frame = document.createElement('iframe');
      const framed = new Promise((resolve) => (frame.onload = resolve));
      frame.src = base + '/logs';
      document.body.append(frame);
      const events = new EventSource(base + '/events');
      const heard = new Promise((resolve) => {
        events.onopen = () => resolve('open');
        events.onerror = () => resolve('refused');
      });
      return {
        read: await outcome(() => fetch(base + '/logs')),
        post: await outcome(() => fetch(base + '/denied/check', { method: 'POST', headers, body })),
        form: await outcome(() => fetch(base + '/denied/check', { method: 'POST', mode: 'no-cors', body })),
        events: await heard,
        frame: await framed.then(() => 'loaded'),
      };
    })()`);
    expect(tried).toEqual({
      ...{ read: 'TypeError', post: 'TypeError', form: 'TypeError' },
      ...{ events: 'refused', frame: 'loaded' },
    });
    expect(page.complaints.join()).toContain("frame-ancestors 'none'");
    expect(page.frames().map((frame) => frame.url())).not.toContain(`${stack.url}/_hanok/logs`);
    // What the page still asks for would be a complaint of the next one.
    await page.goto('about:blank');
    server.close();
  });
});

describe('the pane of traces', () => {
  it('has a row for each trace of the API, and a span as it went in and came out', async () => {
    const trace = await eventually(async () => {
      const { traces } = (await stack.api('/traces?flag=retry&text=onerror')) as TracePage;
      expect(traces.map(({ entry }) => entry)).toEqual(['message']);
      return traces[0];
    });
    const page = await stack.open('/_hanok/traces?q=onerror');
    const row = page.getByRole('grid', { name: 'Traces' }).getByRole('row').filter({ hasText: 'retry' });
    await row.click();
    await page.waitForURL(`**/traces/${trace?.id}?q=onerror`);
    const { tree } = (await stack.api(`/traces/${trace?.id}`)) as TraceDetail;
    const work = page.getByRole('grid', { name: 'Work of the trace' }).getByRole('row');
    await eventually(async () => expect(await work.count()).toBeGreaterThanOrEqual(tree.length + 1));
    await work.filter({ hasText: 'attempt 2' }).click();
    await page.getByRole('heading', { name: 'game-sqs-process' }).waitFor();
    expect(await page.getByLabel('In', { exact: true }).textContent()).toContain(
      '<img src=x onerror=alert(1)>',
    );
    await page.getByRole('link', { name: 'All lines' }).click();
    await page.waitForURL('**/logs?request=*');
    await page.getByRole('row').filter({ hasText: 'START RequestId' }).waitFor();
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('says that there is no trace of an id that is not known', async () => {
    const page = await stack.open('/_hanok/traces/1-00000000-000000000000000000000000');
    await page.getByRole('alert').getByText('no longer known').waitFor();
    await page.leave();
  });
});

describe('the pane of metrics', () => {
  it('shows the metrics of each function as the API has them, and leads to its logs', async () => {
    const page = await stack.open('/_hanok/metrics?minutes=1440');
    const row = page.getByRole('row').filter({ hasText: TALKER });
    await row.waitFor();
    const { metrics } = (await stack.api('/metrics?minutes=1440')) as MetricPage;
    const invocations = metrics.find(
      ({ name, dimensions }) =>
        name === 'Invocations' && JSON.stringify(dimensions) === `{"FunctionName":"${TALKER}"}`,
    );
    expect(invocations?.sum).toBeGreaterThan(0);
    await eventually(async () =>
      expect(await row.getByRole('gridcell').nth(1).textContent()).toBe(` ${invocations?.sum}`),
    );
    await row.getByRole('link').click();
    await page.waitForURL(`**/logs?function=${TALKER}`);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });
});

describe('the pane of logs', () => {
  it('shows every line that the API has, whatever is in it, as text', async () => {
    const { lines } = (await stack.api(`/logs?functionName=${TALKER}`)) as Logs;
    const page = await stack.open(`/_hanok/logs?function=${TALKER}`);
    await page.getByText(`${lines.length} of`).waitFor();
    const shown = await page.locator('.body .row > :last-child').allTextContents();
    expect(shown).toEqual(lines.toReversed().map(({ text }) => text));
    expect(shown).toEqual(expect.arrayContaining([...HOSTILE_TEXTS]));
    for (const hostile of HOSTILE_TEXTS.slice(0, 6)) {
      await page.locator('.body .row').nth(shown.indexOf(hostile)).click();
      await eventually(async () => expect(await page.locator('article pre').textContent()).toBe(hostile));
    }
    expect(await page.locator('main :is(img, iframe, script, style, meta, svg)').count()).toBe(0);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('follows the functions, stands still while it is paused, and has what came meanwhile afterwards', async () => {
    const page = await stack.open('/_hanok/logs?q=marker');
    await page.getByText('No line matches').waitFor();
    await stack.say({ lines: ['marker-1'] });
    await page.getByText('marker-1').waitFor();
    await page.keyboard.press('p');
    await stack.say({ lines: ['marker-2'] });
    await stack.say({ lines: ['marker-3'] });
    expect(await page.getByRole('row').count()).toBe(2);
    await page.keyboard.press('p');
    await page.getByText('marker-3').waitFor();
    expect(await page.getByRole('row').allTextContents()).toEqual([
      expect.stringContaining('Line'),
      ...['marker-3', 'marker-2', 'marker-1'].map((text) => expect.stringContaining(text)),
    ]);
    await page.leave();
  });
});

describe('a table of many rows', () => {
  it('has only the rows in sight in the document, and goes to either end by a key', async () => {
    const lines = Array.from({ length: 9_000 }, (_, index) => `many-${index}`);
    for (let from = 0; from < lines.length; from += 3_000)
      await stack.say({ lines: lines.slice(from, from + 3_000) });
    const page = await stack.open('/_hanok/logs?q=many-');
    await page.getByText('9000 of').waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(80);
    await page.keyboard.press('j');
    await page.keyboard.press('End');
    await page.getByText('many-0', { exact: true }).waitFor();
    expect(await page.locator(':focus').getAttribute('aria-rowindex')).toBe('9001');
    expect(await page.getByRole('row').count()).toBeLessThan(80);
    await page.keyboard.press('Home');
    await page.getByText('many-8999', { exact: true }).waitFor();
    await page.leave();
  });
});

describe('the pane of denied calls', () => {
  it('shows who lacks what, and the statement to copy', async () => {
    const { calls } = (await stack.api('/denied')) as Denied;
    const [call] = calls;
    const page = await stack.open('/_hanok/denied');
    await page.getByRole('row').filter({ hasText: 'dynamodb:Scan' }).click();
    await page.getByRole('button', { name: 'Copy The statement that is missing' }).click();
    await page.getByText('Copied').waitFor();
    const copied: unknown = JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')));
    expect(copied).toEqual(call?.missing);
    expect(copied).toEqual({
      Effect: 'Allow',
      Action: 'dynamodb:Scan',
      Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/GomokuPlayerInfo',
    });
    await page.leave();
  });

  it('shows what each function may do and did, and beside a call what its function may', async () => {
    const page = await stack.open('/_hanok/denied');
    await page.getByRole('link', { name: 'Granted and used' }).click();
    const talker = page.locator('article details').filter({ hasText: TALKER });
    expect(await talker.locator('summary').textContent()).toMatch(
      /: \d+ used, \d+ not used, [1-9]\d* denied$/,
    );
    await talker.locator('summary').click();
    await talker.getByText('Denied 1×: arn:aws:dynamodb').first().waitFor();
    await talker.getByText('Not seen on this machine: arn:aws:logs').first().waitFor();
    await page.getByRole('row').filter({ hasText: 'dynamodb:Scan' }).click();
    await page.locator('article details[open]').waitFor();
    await page.leave();
  });

  it('answers whether a function may do something, and names the field that is wrong', async () => {
    const page = await stack.open('/_hanok/denied/ask');
    await page.getByLabel('Function', { exact: true }).fill(TALKER);
    await page.getByLabel('Action').fill('scan');
    await page.getByLabel('Resource').fill('*');
    await page.keyboard.press('Enter');
    await page.getByText('Action: write it as service:Action').waitFor();
    expect(await page.getByLabel('Action').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Action').fill('logs:PutLogEvents');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.locator('article .badge').waitFor();
    expect(await page.locator('article .badge').textContent()).toMatch(/^(Allowed|Denied)$/);
    await page.leave();
  });
});

it.each(['traces', 'logs', 'denied'])('goes by keys alone through %s', async (path) =>
  goByKeys(await stack.open(`/_hanok/${path}`)),
);

it.each(['metrics', 'denied/ask', 'denied/granted'])(
  'goes by Tab through %s in the order in which it is read',
  async (path) => goByTab(await stack.open(`/_hanok/${path}`)),
);

it.each(['traces', 'logs', 'metrics', 'denied'])(
  'shows in %s markup in any name, key, message or text as text',
  async (path) => expectTextOfMarkup(await stack.open(`/_hanok/${path}`)),
);
