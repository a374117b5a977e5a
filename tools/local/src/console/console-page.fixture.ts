import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { IS_DEEP, runs, SEED, SEED_NOTE } from '@hanok/testing';
import { findChromium } from '../cli/ensure-program.ts';

type Language = 'en' | 'ko';
type PageOptions = { language?: Language; theme?: 'light' | 'dark'; width?: number; height?: number };

/** A real browser, in which the console opens. One is enough for a spec file. */
export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-smooth-scrolling'],
  });
  // A new page costs four times what it costs to open the console in it, and that thrice what it costs to go on in it:
  // there is one for each language.
  const pages = new Map<Language, Promise<ConsolePage>>();
  return {
    /**
     * The console of the stack at `url`, at an address below `/_hanok`, in a page that remembers nothing. A spec opens one
     * at a time, and ends with its `leave()`.
     */
    open: async (url: string, path: string, options: PageOptions = {}): Promise<ConsolePage> => {
      const { language = 'en', theme = 'light', width = 1280, height = 640 } = options;
      const created = pages.get(language) ?? createPage(browser, language);
      pages.set(language, created);
      const page = await created;
      await page.leave();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme });
      if (page.url() === url + NOWHERE) await goWithin(page, url + path);
      else await page.goto(url + path);
      return page;
    },
    stop: () => browser.close(),
  };
}

/** A page of the console, and what its browser complained of: errors, and what the policy of the page forbids. */
export type ConsolePage = Page & { complaints: readonly string[]; leave(): Promise<void> };

/** Nothing runs at this address; as it is of the same origin, the browser starts no other process to show it. */
const BARE = '/_hanok/stack';
/** No pane is here: nothing is read. */
const NOWHERE = '/_hanok/nowhere';

/** Whether a page of the console is as one that was just opened: nothing was chosen in it, and it does not stand still. */
const AS_OPENED = `document.documentElement.dataset.connection === 'live' && localStorage.length === 0 &&
  document.querySelector('header [aria-pressed="true"], dialog[open], .toasts p') === null`;

/** Goes to an address within the page, as a link of it does. */
async function goWithin(page: Page, address: string): Promise<void> {
  const { href } = new URL(address);
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(href)}), dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await page.waitForURL(href);
}

async function createPage(browser: Browser, locale: Language): Promise<ConsolePage> {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ locale, permissions, reducedMotion: 'reduce' });
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
  const leave = async () => {
    page.setDefaultTimeout(10_000);
    // What is still asked for a page that was left is answered to none.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    if (await page.evaluate(AS_OPENED)) {
      await goWithin(page, new URL(NOWHERE, page.url()).href);
    } else if (page.url() !== 'about:blank' && !page.url().endsWith(BARE)) {
      await page.evaluate('localStorage.clear(), sessionStorage.clear()');
      await page.goto(new URL(BARE, page.url()).href);
    }
    complaints.length = 0;
  };
  return Object.assign(page, { complaints, leave });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each look of a spec file begins with the other colours than the one before. */
let looks = SEED;

/**
 * What axe-core finds on a page as it is that keeps people from using it: `rule: selector`, each once. The deep run looks
 * in both languages, in light and in dark; the quick one in one of each, the colours by the seed.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  looks += 1;
  await page.evaluate(AXE);
  const chosen = page.locator('header select').first();
  const language = await chosen.inputValue();
  const findings = new Set(await findingsIn(page, language));
  if (IS_DEEP) {
    const other = language === 'ko' ? 'en' : 'ko';
    await chosen.selectOption(other);
    await page.waitForFunction(`document.documentElement.lang === '${other}'`);
    for (const finding of await findingsIn(page, other)) findings.add(finding);
    await chosen.selectOption(language);
  }
  return [...findings];
}

async function findingsIn(page: Page, language: string): Promise<string[]> {
  const findings: string[] = [];
  for (let run = 0; run < runs(2); run += 1) {
    const colorScheme = (looks + run) % 2 === 0 ? 'light' : 'dark';
    await page.emulateMedia({ colorScheme });
    // The second time, the colours alone are others.
    const rules = run === 0 ? '' : ", runOnly: ['color-contrast']";
    // A function in place of the text would need the types of a page here.
    const found = await page.evaluate(`axe.run({ resultTypes: ['violations']${rules} })`);
    const { violations } = found as { violations: Violation[] }; // https://www.deque.com/axe/core-documentation/api-documentation/
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { target } of nodes)
          findings.push(`${id} (${language}, ${colorScheme}, ${SEED_NOTE}): ${target.join(' ')}`);
  }
  return findings;
}

type Violation = { id: string; impact: string; nodes: { target: string[] }[] };
