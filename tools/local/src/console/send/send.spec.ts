import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InvocationDetail, InvocationList, SampleList, SendAnswer } from '@hanok/console';
import { eventually } from '@hanok/testing';
import { seriousFindings } from '../console-page.fixture.ts';
import { HOSTILE_TEXTS, type PageStack, startPageStack, TALKER } from '../page-stack.fixture.ts';

let stack: PageStack;
beforeAll(async () => {
  stack = await startPageStack();
});
afterAll(() => stack.stop());

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${stack.url}/_hanok${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as SendAnswer & { fields?: object } };
}

const pastOf = async (text: string) => (await stack.api(`/invocations?text=${text}`)) as InvocationList;

describe('what can be sent', () => {
  it('is what the tutorials send, for what this stack has', async () => {
    const { samples } = (await stack.api('/send')) as SampleList;
    expect(samples.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      'message game-result-queue',
      'http RankingApiUrl',
      'http RankingApiUrl',
      'invoke game-sqs-process',
      'invoke game-rank-update',
      'invoke game-rank-reader',
    ]);
    const [message, , , invoke] = samples;
    expect((await post('/send', { sample: message?.id, event: message?.event })).body).toMatchObject({
      status: 200,
      text: expect.stringContaining('MessageId'),
    });
    await eventually(async () =>
      expect((await pastOf('game-sqs-process+sqs')).invocations.length).toBeGreaterThan(0),
    );
    expect((await post('/send', { sample: invoke?.id, event: '{' })).body.fields).toEqual({
      event: expect.stringContaining('no JSON'),
    });
    const outside = { sample: samples[1]?.id, event: '{"method":"GET","path":"../../../../"}' };
    expect((await post('/send', outside)).body.fields).toEqual({ event: 'the path leads out of the API' });
    expect((await post('/send', { sample: 'none', event: '' })).status).toBe(404);
  });
});

describe('the pane that sends and replays', () => {
  it('sends an edited event, and shows the answer and the REPORT line', async () => {
    const page = await stack.open('/_hanok/send');
    await page.getByRole('row').filter({ hasText: 'game-sqs-process' }).click();
    await page.getByLabel('Event', { exact: true }).fill('{ "Records": [');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Event: this is no JSON').waitFor();
    await page.getByLabel('Event', { exact: true }).fill('{ "Records": [] }');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/^REPORT RequestId: .* Duration: /).waitFor();
    const { invocations } = await pastOf('game-sqs-process+invoke');
    expect(invocations[0]).toMatchObject({
      trigger: 'invoke',
      outcome: expect.stringMatching(/succeeded|failed/),
    });
    await page.context().close();
  });

  it('replays a past invocation as it was and edited, by the keyboard', async () => {
    await stack.say({ lines: ['once', ...HOSTILE_TEXTS] });
    const [first] = (await pastOf(TALKER)).invocations;
    const page = await stack.open('/_hanok/send?show=invocations', { language: 'ko' });
    await page.getByRole('row').filter({ hasText: TALKER }).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/send/${first?.id}?show=invocations`);
    await page.getByRole('button', { name: '다시 호출' }).click();
    await page.getByText(/^REPORT /).waitFor();
    const field = page.getByLabel('이벤트', { exact: true });
    await field.fill('{ "lines": ["edited"] }');
    await page.getByRole('button', { name: '다시 호출' }).click();
    await eventually(async () => {
      const [edited, same] = (await pastOf(TALKER)).invocations;
      const detail = (id?: number) => stack.api(`/invocations/${id}`) as Promise<InvocationDetail>;
      expect(JSON.parse((await detail(edited?.id)).event)).toEqual({ lines: ['edited'] });
      expect((await detail(same?.id)).event).toBe((await detail(first?.id)).event);
    });
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.locator('main :is(img, iframe, script, style, meta, svg)').count()).toBe(0);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
