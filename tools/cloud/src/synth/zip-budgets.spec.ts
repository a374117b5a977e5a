import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const apps = readdirSync(`${root}apps`);

/** Kilobytes of a zip unless its app asks for more in its metadata: native code, an HTTP client and a parser. */
const BUDGET = 130;
const project = z.object({ metadata: z.object({ zipBudgetKB: z.number().optional() }).optional() });

describe('the zip of', () => {
  it.each(apps)('%s keeps its budget', (app) => {
    const { metadata } = project.parse(JSON.parse(readFileSync(`${root}apps/${app}/project.json`, 'utf8')));
    const zips = readdirSync(`${root}dist/apps/${app}`).filter((file) => file.endsWith('.zip'));
    expect(zips.length).toBeGreaterThan(0);
    for (const zip of zips)
      expect(statSync(`${root}dist/apps/${app}/${zip}`).size / 1024).toBeLessThanOrEqual(
        metadata?.zipBudgetKB ?? BUDGET,
      );
  });
});
