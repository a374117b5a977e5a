import { InvokeCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ExecutionDetail,
  InvocationDetail,
  InvocationList,
  MapTraffic,
  SampleList,
  SendAnswer,
  StackMap,
} from '@hanok/console';
import { eventually } from '@hanok/testing';
import { resourceWith } from '../stack/assembly-copy.fixture.ts';
import { seriousFindings } from './console-page.fixture.ts';
import { goByKeys } from './keyboard-walk.fixture.ts';
import { expectTextOfMarkup } from './hostile-answers.fixture.ts';
import { HOSTILE_TEXTS, type PageStack, startPageStack, TALKER } from './page-stack.fixture.ts';

const RESULT = '{"PlayerName":"흑돌","WinDiff":1,"LoseDiff":0,"ScoreDiff":3}';
const WRITE = 'function:game-sqs-process>table:GomokuPlayerInfo';

/** A state may be called so. */
const [NOTE = ''] = HOSTILE_TEXTS;

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
              Catch: [{ ErrorEquals: ['States.ALL'], Next: NOTE }],
              End: true,
            },
            [NOTE]: { Type: 'Pass', End: true },
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
    await page.leave();
  });

  it('shows dead letters once a queue has them, and failures of a function', async () => {
    const page = await stack.open('/_hanok/map');
    const QueueUrl = stack.gomoku.outputs.GameResultDeadLetterQueueUrl;
    await stack.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no result' }));
    const badge = page.getByRole('row').filter({ hasText: 'game-result-dead-letter-queue' });
    await badge.getByText('1 dead letter').waitFor();
    expect((await traffic()).nodes).toContainEqual({
      node: 'queue:game-result-dead-letter-queue',
      messages: 1,
      isDeadLetters: true,
    });
    await stack.clients.lambda.send(new InvokeCommand({ FunctionName: 'game-sqs-process', Payload: 'null' }));
    await page.getByRole('link', { name: /game-sqs-process.*failed/ }).waitFor();
    await page.leave();
  });

  it('is read and walked with the keyboard alone, and a node leads to its object', async () => {
    const page = await stack.open('/_hanok/map', { language: 'ko' });
    const queue = page.locator('[data-node="queue:game-result-queue"]');
    await queue.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await eventually(async () =>
      expect(await queue.evaluate('document.activeElement.dataset.node')).toMatch(/^(queue|rule|machine):/),
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
    const { nodes } = await mapOf();
    const tables = nodes.filter(({ kind }) => kind === 'table');
    expect(tables.length).toBeGreaterThan(0);
    await page.getByText(`${nodes.length}행 중 ${tables.length}행`, { exact: true }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });
});

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${stack.url}/_hanok${path}`, init);
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
    await page.leave();
  });

  it('replays a past invocation as it was and edited, by the keyboard', async () => {
    await stack.say({ lines: ['once', ...HOSTILE_TEXTS] });
    const [first] = (await pastOf(TALKER)).invocations;
    const page = await stack.open('/_hanok/send?show=invocations', { language: 'ko' });
    // Functions that others run may stand before it.
    await page.getByRole('row').filter({ hasText: TALKER }).first().focus();
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
    await page.leave();
  });
});

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
      [NOTE, 'succeeded'],
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
    await page.leave();
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
    await page.leave();
  });

  it('shows whatever is in an input as text', async () => {
    const input = { lines: 1, hostile: HOSTILE_TEXTS };
    const started = { name: 'hostile', input: JSON.stringify(input) };
    expect((await post('/workflows/Groups/executions', started)).status).toBe(200);
    const page = await stack.open('/_hanok/workflows/Groups/hostile/Both');
    const shown = await page.getByLabel('Input: Both', { exact: true }).textContent();
    expect(JSON.parse(String(shown))).toEqual(input);
    await page.getByRole('row').filter({ hasText: 'first' }).waitFor();
    expect(await page.locator('main :is(img, iframe, script, style, meta)').count()).toBe(0);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });
});

it.each(['map', 'send', 'send?show=invocations', 'workflows/Groups'])(
  'goes by keys alone through %s',
  async (path) => goByKeys(await stack.open(`/_hanok/${path}`)),
);

it.each(['map', 'send', 'send?show=invocations', 'workflows/Groups'])(
  'shows in %s markup in any name, key, message or text as text',
  async (path) => expectTextOfMarkup(await stack.open(`/_hanok/${path}`)),
);
