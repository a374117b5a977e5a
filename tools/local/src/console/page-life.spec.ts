import { expect, it } from '@jest/globals';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { startStack } from '../stack/start-stack.ts';
import { startBrowser } from './console-page.fixture.ts';

const start = (port: number) => startStack({ assembly: assemblyFolder, only: ['Hello'], port });

it('shows nothing of a stack that stopped, and goes on by itself with the next one', async () => {
  const browser = await startBrowser();
  const first = await start(0);
  const page = await browser.open(first.url, '/_hanok/logs');
  await page.getByText('No function has logged anything yet').waitFor();
  await page.getByRole('button', { name: 'Copy' }).last().waitFor();
  await first.stop();
  await page.getByRole('alert').getByText('npm start').waitFor();
  await page.getByText('Stopped', { exact: true }).waitFor();
  expect(await page.locator('header code').count()).toBe(0);
  const next = await start(Number(new URL(first.url).port));
  await page.getByText('The stack was started again').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByText('No function has logged anything yet').waitFor();
  await browser.stop();
  await next.stop();
});
