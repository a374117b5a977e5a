import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsolePage } from './console-page.fixture.ts';

/** More places than any pane has in the order of tabs. */
const MOST_STOPS = 150;

/**
 * Puts down where Tab has come to: whether it follows the last place in the document, as it is read, and whether it is
 * seen there. Undefined once it has come round.
 */
const STOP = `(() => {
  const last = window.lastStop;
  const stop = document.activeElement;
  if (stop === document.body || (last && !last.isConnected)) return undefined;
  window.lastStop = stop;
  const box = stop.getBoundingClientRect();
  const isAfter = !last || (last.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  if (!isAfter && stop.matches('.skip')) return undefined;
  const shown = stop instanceof SVGElement ? getComputedStyle(stop.querySelector('rect')).stroke : getComputedStyle(stop).outlineStyle;
  const isSeen = box.width > 0 && box.height > 0 && shown !== 'none';
  const what = stop.tagName + '.' + stop.className + ' ' + (stop.getAttribute('aria-label') ?? stop.textContent);
  return { what: what.slice(0, 80), isAfter, isSeen };
})()`;

type Stop = { what: string; isAfter: boolean; isSeen: boolean };

/** Goes through a pane by Tab alone: each place is seen, in the order in which it is read, and none keeps the focus. */
async function tabThrough(page: Page): Promise<void> {
  await page.evaluate("window.lastStop = document.querySelector('.skip'), window.lastStop.focus()");
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate(STOP)) as Stop | undefined;
    if (stop === undefined) break;
    stops.push(stop);
    expect(stops.length).toBeLessThan(MOST_STOPS);
  }
  expect(stops.filter(({ isAfter, isSeen }) => !isAfter || !isSeen)).toEqual([]);
  expect(stops.length).toBeGreaterThan(5);
}

const FOCUSED = `document.activeElement.getAttribute('role') + ' ' + document.activeElement.getAttribute('aria-rowindex')`;

/** Filters, moves in the first list, opens a row of it and closes it, by keys alone. */
async function walkTheList(page: Page): Promise<void> {
  await page.getByRole('row').nth(1).waitFor();
  await page.keyboard.press('/');
  expect(await page.evaluate('document.activeElement.type')).toBe('search');
  await page.keyboard.press('Escape');
  expect(await page.evaluate(FOCUSED)).toMatch(/^row \d+$/);
  await page.keyboard.press('Home');
  expect(await page.evaluate(FOCUSED)).toBe('row 2');
  await page.keyboard.press('End');
  const last = await page.evaluate(FOCUSED);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(FOCUSED)).toBe(last);
  await page.keyboard.press('Home');
  const before = page.url();
  await page.keyboard.press('Enter');
  await page.locator('main article, main .store-head').first().waitFor();
  expect(page.url()).not.toBe(before);
  await page.keyboard.press('Escape');
  await page.waitForURL(before);
}

/** A pane with a list: goes through all of it by keys alone, and leaves it. */
export async function goByKeys(page: ConsolePage): Promise<void> {
  await walkTheList(page);
  await tabThrough(page);
  await page.leave();
}

/** A pane with fields alone: goes through it by Tab, and leaves it. */
export async function goByTab(page: ConsolePage): Promise<void> {
  await page.locator('main .toolbar, main form').first().waitFor();
  await tabThrough(page);
  await page.leave();
}
