import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const apps = readdirSync(`${root}apps`);

/** Each app states its budgets; `npm run bench -- cold-start` holds the ratio against what it measures. */
const budgets = z.object({
  zipBudgetKB: z.number().positive(),
  coldStartRatio: z.number().min(1).max(5),
});
const project = z.object({ metadata: budgets });

describe('the zip of', () => {
  it.each(apps)('%s keeps its budget', (app) => {
    const { metadata } = project.parse(JSON.parse(readFileSync(`${root}apps/${app}/project.json`, 'utf8')));
    const zips = readdirSync(`${root}dist/apps/${app}`).filter((file) => file.endsWith('.zip'));
    expect(zips.length).toBeGreaterThan(0);
    for (const zip of zips)
      expect(statSync(`${root}dist/apps/${app}/${zip}`).size / 1024).toBeLessThanOrEqual(
        metadata.zipBudgetKB,
      );
  });
});
