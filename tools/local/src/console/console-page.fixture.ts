import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../cli/ensure-program.ts';

type PageOptions = { language?: 'en' | 'ko'; theme?: 'light' | 'dark'; width?: number; height?: number };

/** A real browser, in which pages of the console open. One is enough for a spec file. */
export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  return {
    /** The console of the stack at `url`, at an address below `/_hanok`; closed with its `context()`. */
    open: (url: string, path: string, options: PageOptions = {}) => open(browser, url + path, options),
    stop: () => browser.close(),
  };
}

/** A page of the console, and what its browser complained of: errors, and what the policy of the page forbids. */
type ConsolePage = Page & { complaints: readonly string[] };

async function open(browser: Browser, address: string, options: PageOptions): Promise<ConsolePage> {
  const { language = 'en', theme = 'light', width = 1280, height = 640 } = options;
  const context: BrowserContext = await browser.newContext({
    ...{ locale: language, colorScheme: theme, viewport: { width, height } },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  return Object.assign(page, { complaints });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds on a page as it is that keeps people from using it, in light and in dark: `rule: selector`, each
 * once.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const findings = new Set<string>();
  for (const [colorScheme, rules] of [
    ['light', ''],
    ['dark', `, runOnly: ['color-contrast']`],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    // A function in place of the text would need the types of a page here.
    const found = await page.evaluate(`axe.run({ resultTypes: ['violations']${rules} })`);
    const { violations } = found as { violations: Violation[] }; // https://www.deque.com/axe/core-documentation/api-documentation/
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { target } of nodes) findings.add(`${id} (${colorScheme}): ${target.join(' ')}`);
  }
  return [...findings];
}

type Violation = { id: string; impact: string; nodes: { target: string[] }[] };
