import { join } from 'node:path';
import { GameLiftClient, StartMatchmakingCommand } from '@aws-sdk/client-gamelift';
import { type ExecutionPage, type SampleList, stateMachines, type TracePage } from '@hanok/console';
import { clientSettings, eventually } from '@hanok/testing';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { assemblyFolder, buildAssembly, workspaceRoot } from '../cli/build-assembly.ts';
import { ensureRedis, findChromium } from '../cli/ensure-program.ts';
import { print } from '../cli/terminal.ts';
import { startStack } from '../stack/start-stack.ts';
import { gomokuClients } from './gomoku-clients.ts';
import { startLocalSite } from './local-site.ts';

/** Takes the pictures of the page in docs/images, with traffic of all systems: `npm run console:pictures`. */
const FOLDER = join(workspaceRoot, 'docs/images');
const SIZE = { width: 1_280, height: 640 };
const COLOURS = 64;
/** Those that README.ko.md shows. */
const KOREAN = new Set(['traces', 'workflows', 'ranking']);
/** Two of them match after some seconds; the others wait longer. */
const SCORES = [1_000, 2_700, 9_000, 900_000];

await ensureRedis(print);
await buildAssembly({ verbose: false });
await using parts = new AsyncDisposableStack();
const site = await startLocalSite();
parts.defer(site.stop);
const stack = await startStack({ assembly: assemblyFolder, parameters: site.parameters, port: 0 });
parts.defer(stack.stop);
const api = async <Answer>(path: string): Promise<Answer> =>
  JSON.parse(await (await fetch(`${stack.url}/_hanok${path}`)).text());
const post = (path: string, body: object) =>
  fetch(`${stack.url}/_hanok${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Results, pictures, workflows, rides and tickets; a message that no try handles, and a fault that strikes. */
async function makeTraffic(): Promise<void> {
  const gomoku = gomokuClients(stack);
  parts.defer(gomoku.close);
  const names = ['흑돌', '백돌', '이세돌', '신진서', '최정', '박정환', '조훈현', '서봉수', 'Ke Jie', 'Lee'];
  for (const [index, PlayerName] of names.entries())
    await gomoku.send(JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 97 - 7 * index }));
  await gomoku.send('{"PlayerName":"흑돌","WinDiff":"하나"}');
  const { samples } = await api<SampleList>('/send');
  // The events of functions are years old, and so would be the ranks.
  for (const { id, event } of samples.filter(({ kind }) => kind !== 'invoke'))
    await post('/send', { sample: id, event });
  const places = [
    ['말을-타는-사람', 37.57, 126.98],
    ['Rocinante-fan', 47.6, -122.3],
  ] as const;
  for (const [rider, latitude, longitude] of places) await post('/rides', { rider, latitude, longitude });
  await post('/faults', { kind: 'latency', service: 'dynamodb', operation: 'Query', rate: 0.5, ms: 40 });
  // Six minutes pass between two tries of a message.
  for (let tries = 0; tries < 5; tries += 1) await post('/clock/advance', { minutes: 6.5 });
  await eventually(async () => {
    const { traces } = await api<TracePage>('/traces?status=dead');
    if (traces.length === 0) throw new Error('No message has become a dead letter yet');
  }, 60_000);
  const gamelift = new GameLiftClient(clientSettings(stack.url));
  parts.defer(() => gamelift.destroy());
  for (const [index, score] of SCORES.entries())
    await gamelift.send(
      new StartMatchmakingCommand({
        ConfigurationName: 'GomokuMatchConfig',
        Players: [{ PlayerId: names[index] ?? '', PlayerAttributes: { score: { N: score } } }],
      }),
    );
}

type Picture = { name: string; path: string; ready: string; act?: (page: Page) => Promise<void> };

/** Address, what must be there, and what is done before the picture is taken. */
async function pictures(): Promise<Picture[]> {
  const { traces } = await api<TracePage>('/traces?status=dead');
  const { machines } = stateMachines.parse(await api('/workflows'));
  const runs = await Promise.all(
    machines.map(async ({ name }) => {
      const { executions } = await api<ExecutionPage>(`/workflows/${name}/executions`);
      return executions.map((execution) => `workflows/${name}/${execution.name}`);
    }),
  );
  const buckets = await api<{ buckets: { name: string }[] }>('/data');
  return [
    { name: 'traces', path: `traces/${traces[0]?.id}`, ready: '.waterfall .row' },
    { name: 'denied', path: 'denied/ask', ready: 'article', act: askWhetherDenied },
    { name: 'map', path: 'map?stack=Gomoku', ready: '.node' },
    { name: 'logs', path: 'logs', ready: '.row.opens' },
    { name: 'metrics', path: 'metrics', ready: '.sparkline' },
    { name: 'send', path: 'send?show=invocations', ready: '.row.opens', act: openFirst },
    { name: 'workflows', path: runs.flat()[0] ?? 'workflows', ready: '.node' },
    { name: 'data', path: `data/buckets/${buckets.buckets[0]?.name}`, ready: '.row.opens', act: openFirst },
    { name: 'faults', path: 'faults', ready: '.row.opens' },
    { name: 'ranking', path: 'ranking/Rating/player/신진서', ready: '.freshness' },
    { name: 'rides', path: 'rides', ready: '.unicorn' },
    { name: 'matches', path: 'matches', ready: '.row.opens', act: openFirst },
    { name: 'chat', path: 'chat?room=대국실', ready: '.person', act: chat },
  ];
}

async function openFirst(page: Page): Promise<void> {
  await page.locator('.row.opens').first().click();
  await page.locator('article').waitFor();
}

async function askWhetherDenied(page: Page): Promise<void> {
  const given = [
    'game-rank-reader',
    'dynamodb:Scan',
    'arn:aws:dynamodb:us-east-1:000000000000:table/GomokuPlayerInfo',
  ];
  for (const [index, text] of given.entries()) await page.locator('article input').nth(index).fill(text);
  await page.keyboard.press('Enter');
  await page.locator('article .badge').waitFor();
}

const SAID = ['한 판 두실래요?', '좋아요, 제가 흑돌입니다', 'Good luck!', '잘 부탁드립니다'];

async function chat(page: Page): Promise<void> {
  await page.locator('.toolbar button.primary').click();
  const people = page.locator('.person');
  for (const [index, text] of SAID.entries()) {
    const person = people.nth(index % 2);
    await person.locator('form input').fill(text);
    await page.keyboard.press('Enter');
    for (const each of [0, 1])
      await people.nth(each).locator('.said', { hasText: text }).waitFor({ timeout: 60_000 });
  }
}

await makeTraffic();
const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
parts.defer(() => browser.close());
for (const locale of ['en', 'ko']) {
  const context = await browser.newContext({ locale, viewport: SIZE, reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const { name, path, ready, act } of await pictures()) {
    if (locale === 'ko' && !KOREAN.has(name)) continue;
    await page.goto(`${stack.url}/_hanok/${path}`);
    await page.locator(ready).first().waitFor();
    await act?.(page);
    await page.locator('main .loading').waitFor({ state: 'detached' });
    const file = `console-${name}${locale === 'en' ? '' : `.${locale}`}.png`;
    const taken = await page.screenshot({ animations: 'disabled' });
    await sharp(taken)
      .png({ palette: true, colours: COLOURS, effort: 10, dither: 0 })
      .toFile(join(FOLDER, file));
    print(file);
  }
}
