import { expect } from '@jest/globals';
import { eventually } from '@hanok/testing';
import type { Page } from 'playwright-core';
import type { ConsolePage } from './console-page.fixture.ts';
import { HOSTILE_TEXTS } from './page-stack.fixture.ts';

/** Each says so, if it is ever run. */
const RUNS = [
  '<img src=x onerror="window.__xss=1">',
  '"><script>window.__xss=2</script>',
  '<svg onload="window.__xss=3"><a xlink:href="javascript:window.__xss=4">x</a></svg>',
  '<iframe srcdoc="<script>parent.__xss=5</script>"></iframe>',
  'javascript:window.__xss=6',
];
const TEXTS = [...RUNS, ...HOSTILE_TEXTS];

/** What the page chooses by, and never shows as it is. */
const CHOSEN = new Set([
  ...[
    'kind',
    'status',
    'statuses',
    'flags',
    'id',
    'revision',
    'stack',
    'stacks',
    'url',
    'region',
    'statistic',
  ],
  ...[
    'unit',
    'state',
    'edge',
    'node',
    'from',
    'to',
    'outcome',
    'trigger',
    'definition',
    'item',
    'board',
    'boards',
  ],
  ...['verdict', 'judged', 'configuration', 'a', 'b', 'rideId', 'type', 'next', 'configurations', 'queueUrl'],
]);

/** Puts markup into every name, key, message and text that the API answers to the page from now on. */
async function makeAnswersHostile(page: Page): Promise<void> {
  let count = 0;
  const hostile = (value: unknown, name: string): unknown => {
    if (CHOSEN.has(name)) return value;
    if (Array.isArray(value)) return value.map((each) => hostile(each, name));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hostile(each, key)]));
    if (typeof value !== 'string') return value;
    count += 1;
    return `${TEXTS[count % TEXTS.length]} ${value}`;
  };
  await page.route('**/_hanok/**', async (route) => {
    if (route.request().resourceType() !== 'fetch') return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, json: hostile(await response.json(), '') });
  });
}

/** Elements that only markup in an answer could bring. */
const FOREIGN = [
  ...[
    'img[src="x"]',
    'iframe',
    'object',
    'embed',
    'base',
    'meta[http-equiv]',
    'main :is(script, style, link)',
  ],
  ...['[onerror]', '[onload]', '[srcdoc]', '[href^="javascript:" i]', 'script:not([src^="/_hanok/assets/"])'],
].join();

/** What is seen of the markup, which is text, after all of it is there. */
async function expectOnlyText(page: ConsolePage): Promise<void> {
  await eventually(async () => {
    expect(await page.locator('main').getByText('Loading', { exact: true }).count()).toBe(0);
    expect(await page.locator('main').innerText()).toMatch(
      /<img|<script|<svg|<iframe|javascript:|__proto__|&lt;/,
    );
  });
  expect(await page.evaluate(`document.querySelectorAll(${JSON.stringify(FOREIGN)}).length`)).toBe(0);
  expect(await page.evaluate('window.__xss')).toBeUndefined();
  // What has another name now is not there.
  expect(page.complaints.filter((each) => !each.includes('status of 40'))).toEqual([]);
}

/** A pane whose answers are all markup shows it as text, in its list and in what the first row of that opens; leaves it. */
export async function expectTextOfMarkup(page: ConsolePage): Promise<void> {
  await makeAnswersHostile(page);
  await page.reload();
  await expectOnlyText(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expectOnlyText(page);
  await page.leave();
}
