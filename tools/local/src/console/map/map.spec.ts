import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MapTraffic, StackMap } from '@hanok/console';
import { eventually } from '@hanok/testing';
import { seriousFindings } from '../console-page.fixture.ts';
import { type PageStack, startPageStack } from '../page-stack.fixture.ts';

const RESULT = '{"PlayerName":"흑돌","WinDiff":1,"LoseDiff":0,"ScoreDiff":3}';
const WRITE = 'function:game-sqs-process>table:GomokuPlayerInfo';

let stack: PageStack;
beforeAll(async () => {
  stack = await startPageStack();
});
afterAll(() => stack.stop());

const mapOf = async () => (await stack.api('/map')) as StackMap;
const traffic = async () => (await stack.api('/map/traffic')) as MapTraffic;
const countOf = async (edge: string) =>
  (await traffic()).edges.find((each) => each.edge === edge)?.count ?? 0;

describe('the map of the stacks', () => {
  it('is that of the templates and the permissions', async () => {
    const { nodes, edges } = await mapOf();
    const linked = (kind: string) => edges.filter((edge) => edge.kind === kind).map(({ id }) => id);
    expect(nodes.filter(({ kind }) => kind === 'function').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['game-sqs-process', 'game-rank-update', 'game-rank-reader']),
    );
    expect(linked('stream')).toEqual(['table:GomokuPlayerInfo>function:game-rank-update']);
    expect(linked('deadLetters').toSorted()).toEqual([
      'function:game-rank-update>queue:game-rank-update-failures',
      'queue:game-result-queue>queue:game-result-dead-letter-queue',
    ]);
    expect(linked('triggers')).toContain('queue:game-result-queue>function:game-sqs-process');
    expect(edges.find(({ id }) => id === WRITE)).toMatchObject({
      kind: 'calls',
      actions: ['dynamodb:UpdateItem'],
    });
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
  });

  it('counts what goes over each edge, and lights it on the page', async () => {
    const before = await countOf(WRITE);
    const page = await stack.open('/_hanok/map');
    await page.locator(`[data-link="${WRITE}"]`).waitFor({ state: 'attached' });
    await stack.gomoku.send(RESULT);
    await page.locator(`.link.lit[data-link="${WRITE}"]`).waitFor({ state: 'attached' });
    await eventually(async () => expect(await countOf(WRITE)).toBe(before + 1));
    expect(await countOf('queue:game-result-queue>function:game-sqs-process')).toBeGreaterThan(0);
    await page.locator(`.link.passed[data-link="${WRITE}"]`).waitFor({ state: 'attached' });
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  it('shows dead letters once a queue has them, and failures of a function', async () => {
    const page = await stack.open('/_hanok/map');
    await stack.gomoku.send('no result');
    const badge = page.getByRole('row').filter({ hasText: 'game-result-dead-letter-queue' });
    await badge.getByText('1 dead letter').waitFor({ timeout: 30_000 });
    expect((await traffic()).nodes).toContainEqual({
      node: 'queue:game-result-dead-letter-queue',
      messages: 1,
      isDeadLetters: true,
    });
    await stack.clients.lambda.send(new InvokeCommand({ FunctionName: 'game-sqs-process', Payload: 'null' }));
    await page.getByRole('link', { name: /game-sqs-process.*failed/ }).waitFor();
    await page.context().close();
  });

  it('is read and walked with the keyboard alone, and a node leads to its object', async () => {
    const page = await stack.open('/_hanok/map', { language: 'ko' });
    const queue = page.locator('[data-node="queue:game-result-queue"]');
    await queue.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await eventually(async () =>
      expect(await queue.evaluate('document.activeElement.dataset.node')).toMatch(/^(queue|rule):/),
    );
    await page.locator('[data-node="function:game-sqs-process"]').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/_hanok/logs?function=game-sqs-process');
    await page.goBack();
    await page.getByRole('row').filter({ hasText: 'game-sqs-process' }).click();
    await page.getByRole('article').getByText('dynamodb:UpdateItem').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('article').waitFor({ state: 'detached' });
    await page.locator('input[type="search"]').fill('테이블');
    await page.getByText('13행 중 2행').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
