import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TracePage, TraceSummary } from '@hanok/console';
import { eventually, runs } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { fillTraces } from '../traces/store/many-traces.fixture.ts';
import { startBrowser } from './console-page.fixture.ts';

/** As many as the stack keeps, in the deep run. */
const MANY = runs(100_000);
const PAGE = 200;
const [API_MS, FRAME_MS] = [200, 50];

let folder: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof startBrowser>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-many-traces-'));
  fillTraces(join(folder, 'traces.db'), MANY, Date.now() - 2 * MANY);
  [stack, browser] = await Promise.all([start(0), startBrowser()]);
  await sqs('CreateQueue', { QueueName: 'many' });
}, 120_000);
afterAll(async () => {
  await browser.stop();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const start = (port: number) =>
  startStack({ assembly: assemblyFolder, only: ['Hello'], port, stateDir: folder });

/** The page of the traces as one that was open since the first of them began. */
async function openTraces() {
  const page = await browser.open(stack.url, '/_hanok/stack');
  await page.route('**/_hanok/stack', async (route) => {
    const state: object = await (await route.fetch()).json();
    await route.fulfill({ json: { ...state, startedAt: 0 } });
  });
  await page.goto(`${stack.url}/_hanok/traces`);
  await page.getByRole('row').nth(5).waitFor();
  return page;
}

/** A call of SQS from outside. */
const sqs = (operation: string, input: object) =>
  fetch(stack.url, {
    method: 'POST',
    headers: { 'x-amz-target': `AmazonSQS.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(input),
  });
/** A message begins a trace. */
const send = () =>
  sqs('SendMessage', { QueueUrl: `${stack.url}/000000000000/many`, MessageBody: 'one of many' });

type Page = Awaited<ReturnType<typeof openTraces>>;

/** Milliseconds from frame to frame while the list is scrolled for so many frames, sorted. */
const scrolled = (page: Page, frames: number, step: number) =>
  page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('.rows');
    const times = [];
    let before;
    const next = (time) => {
      if (before !== undefined) times.push(time - before);
      before = time;
      list.scrollTop += ${step};
      if (times.length < ${frames}) requestAnimationFrame(next);
      else resolve(times.sort((a, b) => a - b));
    };
    requestAnimationFrame(next);
  })`) as Promise<number[]>;

const middle = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)] ?? Infinity;

/** Asks for traces three times; answers them and the middle of the times that it took. */
async function list(query: string) {
  const times: number[] = [];
  let page: TracePage = { traces: [], next: null };
  for (let run = 0; run < 3; run += 1) {
    const begun = performance.now();
    page = JSON.parse(await (await fetch(`${stack.url}/_hanok/traces?limit=${PAGE}${query}`)).text());
    times.push(performance.now() - begun);
  }
  return { ...page, ms: middle(times.toSorted((a, b) => a - b)) };
}

it.each([
  ['', PAGE],
  [`&cursor=${MANY / 2}`, PAGE],
  ['&status=dead', Math.min(PAGE, MANY / 1_000)],
  ['&flag=fault', 0],
  ['&function=none', 0],
  ['&text=no%20such%20text', 0],
  [`&text=${encodeURIComponent('선수-77"')}`, 1],
])(`lists of ${MANY} traces those that are asked for by %j in ${API_MS} ms`, async (query, count) => {
  const { traces, ms } = await list(query);
  expect(traces).toHaveLength(count);
  expect(ms).toBeLessThan(API_MS);
});

it(`shows, filters, scrolls and opens ${MANY} traces: a frame takes ${FRAME_MS} ms at most`, async () => {
  const page = await openTraces();
  const frames = await scrolled(page, 40, 280);
  expect(middle(frames)).toBeLessThan(FRAME_MS);
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await eventually(async () => {
    await page.evaluate("document.querySelector('.rows').scrollTop = 1e9");
    expect(Number(await page.getByRole('grid').getAttribute('aria-rowcount'))).toBeGreaterThan(5 * PAGE);
  });
  await page.keyboard.press('/');
  await page.keyboard.type('선수-77"');
  await page.getByText('1 row', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByText('dynamodb TransactWriteItems').waitFor();
  expect(page.complaints).toEqual([]);
  await page.leave();
});

it('reads the newest traces alone while others come in, and has each of them', async () => {
  const page = await openTraces();
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.startsWith('/_hanok/traces')) asked.push(`${searchParams.get('cursor')}`);
  });
  const shown = async () => Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  const before = await shown();
  const [calls, begun] = [3 * PAGE, Date.now()];
  for (let made = 0; made < calls; made += 20) await Promise.all(Array.from({ length: 20 }, send));
  const { traces } = await eventually(async () => {
    const found = await list('');
    expect(found.traces.every(({ started }) => started > begun)).toBe(true);
    return found;
  });
  await eventually(async () => expect(await shown()).toBeGreaterThanOrEqual(before + calls));
  expect(traces.length).toBe(PAGE);
  expect(asked.length).toBeLessThan(calls / 10);
  await page.leave();
});

it(`keeps up with what comes in while it knows ${MANY} traces`, async () => {
  const page = await browser.open(stack.url, '/_hanok/stack');
  let newest = MANY;
  const trace = (started: number): TraceSummary => ({
    ...{ id: `1-${started}`, entry: 'message', name: `message ${started}`, started, ended: started + 5 },
    ...{ status: 'ok', flags: [], functions: ['game-sqs-process'], spans: 5 },
  });
  await page.route('**/_hanok/traces?*', (route) => {
    const count = newest === MANY ? MANY : PAGE;
    newest += 1;
    const traces = Array.from({ length: count }, (_, index) => trace(newest - index));
    return route.fulfill({ json: { traces, next: count === PAGE ? '1' : null } });
  });
  await page.goto(`${stack.url}/_hanok/traces`);
  await page.getByRole('row').nth(5).waitFor();
  const grown = eventually(async () => {
    await send();
    expect(newest).toBeGreaterThan(MANY + 4);
  });
  const frames = await scrolled(page, 60, MANY);
  await grown;
  expect(middle(frames)).toBeLessThan(FRAME_MS);
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await page.keyboard.press('j');
  await page.keyboard.press('End');
  await page.locator('.row:focus').getByText('message', { exact: false }).first().waitFor();
  await page.leave();
});

it('shows nothing of a stack that stopped, and goes on by itself with the next one', async () => {
  const page = await browser.open(stack.url, '/_hanok/logs');
  await page.getByText('No function has logged anything yet').waitFor();
  await page.getByRole('button', { name: 'Copy' }).last().waitFor();
  await stack.stop();
  await page.getByRole('alert').getByText('npm start').waitFor();
  await page.getByText('Stopped', { exact: true }).waitFor();
  expect(await page.locator('header code').count()).toBe(0);
  stack = await start(Number(new URL(stack.url).port));
  await page.getByText('The stack was started again').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByText('No function has logged anything yet').waitFor();
  await page.goto(`${stack.url}/_hanok/traces`);
  await page.getByText('npm run demo').waitFor();
  await page.leave();
});
