import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionDetail } from '@hanok/console';
import { eventually } from '@hanok/testing';
import { resourceWith } from '../../stack/assembly-copy.fixture.ts';
import { seriousFindings } from '../console-page.fixture.ts';
import { HOSTILE_TEXTS, type PageStack, startPageStack, TALKER } from '../page-stack.fixture.ts';

const MACHINE = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } },
        {
          StartAt: 'Ask',
          States: {
            Ask: {
              Type: 'Task',
              Resource: `arn:aws:lambda:us-east-1:000000000000:function:${TALKER}`,
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Note' }],
              End: true,
            },
            Note: { Type: 'Pass', End: true },
          },
        },
      ],
      Next: 'Hold',
    },
    // Minutes on the clock of the spec.
    Hold: { Type: 'Wait', Seconds: 86_400, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

let stack: PageStack;
beforeAll(async () => {
  stack = await startPageStack((resources) => {
    const [, { Properties }] = resourceWith(resources, 'AWS::Lambda::Function', `"${TALKER}"`);
    const { Role } = Object(Properties);
    resources['Groups'] = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'Groups',
        DefinitionString: JSON.stringify(MACHINE),
        RoleArn: Role,
      },
    };
  });
});
afterAll(() => stack.stop());

const executionOf = async (name: string) =>
  (await stack.api(`/workflows/Groups/executions/${name}`)) as ExecutionDetail;

describe('the pane of workflows', () => {
  it('starts an execution, names the field that is wrong, and colours the graph as it goes on', async () => {
    const page = await stack.open('/_hanok/workflows/Groups');
    await page.getByText('No execution yet').waitFor();
    await page.getByLabel('Input').fill('{ "lines": 5');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('Input: this is no JSON').waitFor();
    await page.getByLabel('Input').fill('{ "lines": 5 }');
    await page.getByLabel('Name (random').fill('a name');
    await page.keyboard.press('Enter');
    await page.getByText('InvalidName').waitFor();
    await page.getByLabel('Name (random').fill('first');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/workflows/Groups/first');
    for (const [state, status] of [
      ['Both', 'succeeded'],
      ['Left', 'succeeded'],
      ['Ask', 'caught'],
      ['Note', 'succeeded'],
      ['Hold', 'waiting'],
      ['Done', 'unreached'],
    ])
      await page.locator(`a.state.${status}[data-node="${state}"]`).waitFor();
    expect(await page.locator('.group').count()).toBe(1);
    const { status, states } = await executionOf('first');
    expect(status).toBe('RUNNING');
    const ask = states.find(({ state }) => state === 'Ask');
    expect(ask).toMatchObject({ status: 'caught', visits: 1, attempts: 1, input: '{"lines":5}' });
    expect(ask?.error).toBeDefined();
    // The browser notes the two refusals by itself.
    expect(page.complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await page.context().close();
  });

  it('shows input, output and error of a state by the keyboard, the history, and stops', async () => {
    const page = await stack.open('/_hanok/workflows/Groups/first', { language: 'ko' });
    await page.locator('[data-node="Both"]').focus();
    await page.keyboard.press('ArrowDown');
    await eventually(async () =>
      expect(await page.evaluate('document.activeElement.dataset.node')).toMatch(/^(Left|Ask)$/),
    );
    await page.locator('[data-node="Ask"]').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/workflows/Groups/first/Ask');
    expect(JSON.parse(String(await page.getByLabel('입력: Ask', { exact: true }).textContent()))).toEqual({
      lines: 5,
    });
    const { events, states } = await executionOf('first');
    const [{ error = '' } = {}] = states.filter(({ state }) => state === 'Ask');
    expect(await page.getByLabel('Ask', { exact: true }).locator('code').first().textContent()).toBe(error);
    await page
      .getByRole('grid', { name: '이벤트 기록' })
      .getByText(String(events[0]?.type))
      .first()
      .waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '중지' }).click();
    await page.locator('a.state.stopped[data-node="Hold"]').waitFor();
    expect((await executionOf('first')).status).toBe('ABORTED');
    await page.context().close();
  });

  it('shows whatever is in an input as text', async () => {
    const input = { lines: 1, hostile: HOSTILE_TEXTS };
    const body = JSON.stringify({ name: 'hostile', input: JSON.stringify(input) });
    const headers = { 'content-type': 'application/json' };
    const path = `${stack.url}/_hanok/workflows/Groups/executions`;
    expect((await fetch(path, { method: 'POST', headers, body })).status).toBe(200);
    const page = await stack.open('/_hanok/workflows/Groups/hostile/Both');
    const shown = await page.getByLabel('Input: Both', { exact: true }).textContent();
    expect(JSON.parse(String(shown))).toEqual(input);
    await page.getByRole('row').filter({ hasText: 'first' }).waitFor();
    expect(await page.locator('main :is(img, iframe, script, style, meta)').count()).toBe(0);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
