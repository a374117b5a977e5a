import { DynamoDBClient, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GameLiftClient, StartMatchmakingCommand } from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { clientConfig } from '../stack/gomoku-stack.fixture.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { seriousFindings, startBrowser } from './console-page.fixture.ts';
import { goByKeys, goByTab } from './keyboard-walk.fixture.ts';
import { expectTextOfMarkup } from './hostile-answers.fixture.ts';
import { HOSTILE_TEXTS } from './page-stack.fixture.ts';

let stack: Stack;
let browser: Awaited<ReturnType<typeof startBrowser>>;
let dynamodb: DynamoDBClient;
let gamelift: GameLiftClient;
beforeAll(async () => {
  const starting = startStack({ assembly: assemblyFolder, only: ['Chat', 'Matchmaking'], port: 0 });
  [stack, browser] = await Promise.all([starting, startBrowser()]);
  dynamodb = new DynamoDBClient(clientConfig(stack.url));
  gamelift = new GameLiftClient(clientConfig(stack.url));
});
afterAll(async () => {
  dynamodb.destroy();
  gamelift.destroy();
  await browser.stop();
  await stack.stop();
});

const open = (path: string, options: Parameters<typeof browser.open>[2] = {}) =>
  browser.open(stack.url, `/_hanok/${path}`, options);
const api = async (path: string): Promise<unknown> => (await fetch(`${stack.url}/_hanok${path}`)).json();
const send = async (path: string, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${stack.url}/_hanok${path}`, init);
  return { status: response.status, body: (await response.json()) as { fields?: Record<string, string> } };
};
function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('it is not there');
  return value;
}
const listTables = () =>
  dynamodb.send(new ListTablesCommand({})).then(
    () => 'listed',
    (error: Error) => error.name,
  );

type Faults = {
  faults: { id: number; kind: string; isOn: boolean; struck: number; operation: string }[];
  strikes: { kind: string; operation: string; caller: string }[];
};

describe('the pane of faults', () => {
  it('has a switch for each kind, all off, and turns them by the keyboard', async () => {
    const page = await open('faults');
    const switches = page.getByRole('switch');
    await switches.first().waitFor();
    const { faults } = (await api('/faults')) as Faults;
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(11);
    expect(faults.some(({ isOn }) => isOn)).toBe(false);
    expect(await switches.count()).toBe(faults.length);
    const latency = page.getByRole('switch', { name: 'Latency' });
    await latency.focus();
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'Latency', checked: true }).waitFor();
    const turned = async () => ((await api('/faults')) as Faults).faults.filter(({ isOn }) => isOn);
    expect((await turned()).map(({ kind }) => kind)).toEqual(['latency']);
    await page.keyboard.press('Enter');
    await page.getByRole('switch', { name: 'Latency', checked: false }).waitFor();
    expect(await turned()).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('adds a fault that strikes at once, counts what it strikes, and stops with its switch', async () => {
    const page = await open('faults/new');
    await page.getByLabel('Service').fill('dynamodb');
    await page.getByLabel('Operation').fill('ListTables');
    await page.getByLabel('Share').fill('1');
    await page.getByLabel('How often').fill('2');
    await page.getByRole('button', { name: 'Add and turn on' }).click();
    const [faultRows, strikeRows] = ['Faults', 'What struck lately'].map((name) =>
      page.getByRole('grid', { name }).locator('.body .row').filter({ hasText: 'dynamodb:ListTables' }),
    );
    const added = present(faultRows);
    await added.waitFor();
    expect([await listTables(), await listTables(), await listTables()]).toEqual([
      ...['ThrottlingException', 'ThrottlingException', 'listed'],
    ]);
    const { faults, strikes } = (await api('/faults')) as Faults;
    expect(faults.at(-1)).toMatchObject({ operation: 'ListTables', isOn: true, struck: 2 });
    expect(strikes.map(({ kind, caller }) => [kind, caller])).toEqual([
      ...[
        ['throttle', 'external'],
        ['throttle', 'external'],
      ],
    ]);
    await eventually(async () => expect(await present(strikeRows).count()).toBe(2));
    await eventually(async () => expect(await added.getByRole('gridcell').nth(5).textContent()).toBe('2'));
    // Turned on again, it counts anew.
    await added.getByRole('switch').click();
    await added.getByRole('switch', { checked: false }).waitFor();
    expect(await listTables()).toBe('listed');
    await added.getByRole('switch').click();
    await added.getByRole('switch', { checked: true }).waitFor();
    expect(await listTables()).toBe('ThrottlingException');
    await added.getByRole('link').click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await added.waitFor({ state: 'detached' });
    expect(await listTables()).toBe('listed');
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('names the field that is wrong, and turns nothing on that could not be in one plan', async () => {
    const page = await open('faults/new');
    await page.getByLabel('Operation').fill('ListTable');
    await page.getByLabel('Share').fill('2');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .filter({ hasText: /^Share.*: .*1$/ })
      .waitFor();
    await page.getByLabel('Share').fill('0.5');
    await page.keyboard.press('Enter');
    await page.getByText('Operation: the local stack has no dynamodb:ListTable').waitFor();
    await page.getByRole('switch', { name: 'Disconnect lost' }).click();
    await page.getByRole('switch', { name: 'Disconnect lost', checked: true }).waitFor();
    await page.getByRole('switch', { name: 'Disconnect twice' }).click();
    await page.getByText('the rates for execute-api:$disconnect add up to 2, over 1').waitFor();
    await page.getByRole('switch', { name: 'Disconnect lost' }).click();
    await page.getByRole('switch', { name: 'Disconnect lost', checked: false }).waitFor();
    await page.leave();
  });

  it.each([
    [{ kind: 'throttle', service: 'sqs', operation: 'SendMessage', rate: 0 }, 'rate'],
    [{ kind: 'nothing', service: 'sqs', operation: 'SendMessage', rate: 1 }, 'kind'],
    [{ kind: 'throttle', service: 'sqs', operation: 'SendMessage', rate: 1, times: 0 }, 'times'],
    [{ kind: 'gone', service: 'execute-api', operation: 'PostToConnection', rate: 1, nth: 0 }, 'nth'],
    [{ kind: 'throttle', service: 'none', operation: 'SendMessage', rate: 1 }, 'service'],
  ])('refuses %j with the name of the field %s', async (fault, field) => {
    const before = await api('/faults');
    const refused = await send('/faults', fault);
    expect([refused.status, Object.keys(refused.body.fields ?? {})]).toEqual([400, [field]]);
    expect(await api('/faults')).toEqual(before);
  });

  it('moves the clock of the stack on by minutes', async () => {
    const page = await open('faults', { language: 'ko' });
    await page.getByText('실제 시간').waitFor();
    const before = stack.clock.now();
    await page.getByRole('button', { name: '+10분' }).click();
    const shown = async () => Date.parse((await page.locator('time').getAttribute('datetime')) ?? '');
    const isAhead = (ms: number) =>
      eventually(async () => expect((await shown()) - Date.now()).toBeGreaterThan(ms));
    const moved = async () => ((await api('/clock')) as { revision: number }).revision;
    await eventually(async () => expect(await moved()).toBe(1));
    expect(stack.clock.now() - before).toBeGreaterThanOrEqual(600_000);
    await isAhead(500_000);
    expect(await api('/clock')).toMatchObject({ speed: 1 });
    expect(page.complaints).toEqual([]);
    await page.getByRole('textbox', { name: '분' }).fill('-1');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '분: 0분보다 길게 쓰세요' }).waitFor();
    await stack.clock.advance(300_000);
    await isAhead(601_000);
    await page.leave();
  });

  it('has nothing that keeps people out', async () => {
    const page = await open('faults', { language: 'ko' });
    await page.getByRole('row').nth(3).getByRole('link').click();
    await page.getByRole('article').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.leave();
  });
});

type Matches = { tickets: { ticketId: string; status: string }[]; events: { type: string }[] };
type Compared = { pairs: { a: string; b: string; meets?: { seconds: number } }[] };
type Timeline = {
  entries: { verdict: string; rules: { rule: string; judged: string; by?: number }[] }[];
};

const CONFIGURATION = 'GomokuMatchConfig';
const askForMatch = (PlayerId: string, score: number) =>
  gamelift.send(
    new StartMatchmakingCommand({
      ...{ ConfigurationName: CONFIGURATION, TicketId: `ticket-${score}` },
      Players: [{ PlayerId, PlayerAttributes: { score: { N: score } } }],
    }),
  );

describe('the pane of matches', () => {
  it('shows which command to type while no ticket is there', async () => {
    const page = await open('matches');
    await page.getByText('aws gamelift start-matchmaking').waitFor();
    expect(await page.locator('.command').textContent()).toContain(`--configuration-name ${CONFIGURATION}`);
    await page.leave();
  });

  it('compares the tickets that wait: who matches whom, when, and what each rule lacks by how much', async () => {
    const [hostile = ''] = HOSTILE_TEXTS;
    await Promise.all([
      askForMatch(hostile, 1_000),
      askForMatch('이선수', 2_700),
      askForMatch('박', 900_000),
    ]);
    const page = await open('matches');
    await page.locator('.matrix table').waitFor();
    const { pairs } = (await api(`/matches/${CONFIGURATION}/pairs`)) as Compared;
    expect(pairs).toHaveLength(3);
    const meeting = present(pairs.find(({ meets }) => meets !== undefined));
    expect([meeting.a, meeting.b].toSorted()).toEqual(['ticket-1000', 'ticket-2700']);
    const word = `match at ${meeting.meets?.seconds} s`;
    expect(await page.locator('.matrix td .badge').allTextContents()).toEqual(
      expect.arrayContaining([word, 'never']),
    );
    await page.getByRole('row', { name: hostile }).getByRole('link', { name: word }).click();
    await page.locator('[data-part=meets]').getByText(word).waitFor();
    const timeline = (await api(`/matches/pairs/${meeting.a}/${meeting.b}`)) as Timeline;
    const [first] = timeline.entries;
    const entries = page.locator('article .entry');
    expect(await entries.count()).toBe(timeline.entries.length);
    const rows = await entries.first().locator('tbody tr').allTextContents();
    for (const { rule, judged, by } of present(first).rules) {
      const row = present(rows.find((text) => text.startsWith(rule)));
      expect(row).toContain(judged);
      if (by !== undefined) expect(row).toContain(`${by}`);
    }
    expect(await page.locator('article h2').textContent()).toContain(hostile);
    expect(await page.locator('main :is(img, script, svg)').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.leave();
  });

  it('goes on with the clock: the match comes at its second, and its events as they are told', async () => {
    const page = await open('matches', { language: 'ko' });
    await page.locator('.matrix table').waitFor();
    await stack.clock.advance(60_000);
    const tickets = page.getByRole('grid', { name: '티켓' });
    await tickets.getByText('매치됨').first().waitFor();
    const events = page.getByRole('grid', { name: '이벤트' });
    await events.getByText('MatchmakingSucceeded').waitFor();
    const { tickets: known, events: told } = (await api('/matches')) as Matches;
    expect(await events.locator('.body .row').count()).toBe(told.length);
    expect(
      known
        .filter(({ status }) => status === 'COMPLETED')
        .map(({ ticketId }) => ticketId)
        .toSorted(),
    ).toEqual([...['ticket-1000', 'ticket-2700']]);
    await events.getByText('MatchmakingSucceeded').click();
    await page.getByRole('article').getByText('gameSessionInfo').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('900000');
    await page.getByText('3행 중 1행').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.leave();
  });
});

describe('the pane of chat', () => {
  const stored = async (room: string) => {
    const query = new QueryCommand({
      TableName: 'ChatMessages',
      KeyConditionExpression: 'Room = :room AND Seq > :head',
      ExpressionAttributeValues: { ':room': { S: room }, ':head': { N: '0' } },
    });
    const { Items = [] } = await dynamodb.send(query);
    return Items.map(({ Seq, Content }) => `${Seq?.N} ${Content?.S}`);
  };
  const openChat = async (room: string) => {
    const page = await open(`chat?room=${room}`);
    // The functions of the chat start with the first requests.
    page.setDefaultTimeout(30_000);
    const [kim, lee] = ['kim', 'lee'].map((name) => {
      const person = page.getByRole('region', { name });
      return {
        ...{ name, person },
        say: async (text: string) => {
          await person.getByLabel('Message of').fill(text);
          await page.keyboard.press('Enter');
        },
        /** Number and text of each message, in the order in which they stand. */
        shown: async () => {
          const all = await person.locator('.messages li:not(.gap)').all();
          return Promise.all(
            all.map(async (each) => (await each.locator('.seq, .said').allTextContents()).join(' ')),
          );
        },
        sees: (text: string) => person.getByText(text).first().waitFor(),
      };
    });
    return { page, kim: present(kim), lee: present(lee) };
  };

  it('lets two people talk over WebSockets of the page: numbers, acks, presence, typing, unread', async () => {
    const [hostile = ''] = HOSTILE_TEXTS;
    const { page, kim, lee } = await openChat('둘');
    await page.getByRole('button', { name: 'Connect both' }).click();
    await kim.sees('Here: kim, lee');
    await lee.sees('Here: kim, lee');
    await kim.say('안녕하세요');
    await lee.sees('1 unread');
    await kim.person.getByTitle('Acknowledged').waitFor();
    await lee.person.getByLabel('Message of').focus();
    await lee.person.getByText('1 unread').waitFor({ state: 'detached' });
    await page.keyboard.type('ok');
    await kim.sees('lee is typing');
    await lee.say(hostile);
    const all = ['1 안녕하세요', `2 ${hostile}`];
    await eventually(async () => expect([await kim.shown(), await lee.shown()]).toEqual([all, all]));
    expect(await stored('둘')).toEqual(all);
    expect(await page.locator('main :is(img, script, svg)').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.leave();
  }, 90_000);

  it('resumes after the last number when a socket is killed, and shows a lost $disconnect as presence that stays', async () => {
    const { page, kim, lee } = await openChat('resumed');
    await page.getByRole('button', { name: 'Connect both' }).click();
    await kim.sees('Here: kim, lee');
    await kim.say('하나');
    await lee.sees('하나');
    await lee.person.getByRole('button', { name: 'Kill the socket' }).click();
    await lee.sees('cut off');
    await eventually(async () =>
      expect(await kim.person.locator('[data-part=present]').textContent()).toBe('Here: kim'),
    );
    await kim.say('셋');
    await kim.say('넷');
    await kim.sees('넷');
    await lee.person.getByRole('button', { name: 'Resume after 1' }).click();
    await lee.sees('넷');
    await eventually(async () => expect(await lee.shown()).toEqual(await stored('resumed')));
    await lee.person.getByText('Frames').click();
    await lee.sees('{"action":"join","room":"resumed","after":1}');
    await page.getByRole('switch', { name: 'Disconnect lost' }).click();
    await page.getByRole('switch', { name: 'Disconnect lost', checked: true }).waitFor();
    await kim.sees('Here: kim, lee');
    await lee.person.getByRole('button', { name: 'Kill the socket' }).click();
    await lee.sees('cut off');
    await page.locator('.line-fault').filter({ hasText: 'Disconnect lost' }).getByText('1×').waitFor();
    expect(await kim.person.locator('[data-part=present]').textContent()).toBe('Here: kim, lee');
    await page.getByRole('switch', { name: 'Disconnect lost' }).click();
    await page.getByRole('switch', { name: 'Disconnect lost', checked: false }).waitFor();
    expect(page.complaints).toEqual([]);
    await page.leave();
  }, 90_000);

  it('shows by their numbers what comes in another order', async () => {
    const { page, kim, lee } = await openChat('reordered');
    await page.getByRole('button', { name: 'Connect both' }).click();
    await lee.sees('Here: kim, lee');
    const { faults } = (await api('/faults')) as Faults;
    const { id } = present(faults.find(({ kind }) => kind === 'reorder'));
    const reorder = {
      kind: 'reorder',
      service: 'execute-api',
      operation: 'PostToConnection',
      rate: 1,
      ms: 2_000,
    };
    await send(`/faults/${id}`, reorder);
    await page.getByRole('switch', { name: 'Posts reordered' }).click();
    await page.getByRole('switch', { name: 'Posts reordered', checked: true }).waitFor();
    // Posts of several environments may meet out of order, and be put in order by that. At most ten may be said at once.
    const late = lee.person.getByText('came late').first();
    let said = 0;
    const sayThree = async () => {
      for (const text of ['다섯', '여섯', '일곱']) await kim.say(`${text} ${(said += 1)}`);
    };
    const isLate = async () => {
      await sayThree();
      return late.waitFor({ timeout: 6_000 }).then(
        () => true,
        () => false,
      );
    };
    while (said < 9 && !(await isLate()));
    await late.waitFor();
    await page.getByRole('switch', { name: 'Posts reordered' }).click();
    // Not before the room has all of them: as many as it has so far would prove nothing of those to come.
    const numbers = async () => (await stored('reordered')).map((each) => Number(each.split(' ')[0]));
    const all = Array.from({ length: said }, (_, index) => index + 1);
    await eventually(async () => expect(await numbers()).toEqual(all));
    await eventually(async () => expect(await lee.shown()).toEqual(await stored('reordered')));
    await page.leave();
  }, 90_000);

  it('has all messages after posts were answered that the receiver is gone (410)', async () => {
    const { page, kim, lee } = await openChat('gone');
    await page.getByRole('button', { name: 'Connect both' }).click();
    await lee.sees('Here: kim, lee');
    await kim.say('하나');
    await lee.sees('하나');
    const { faults } = (await api('/faults')) as Faults;
    const { id, kind } = present(faults.find((each) => each.kind === 'gone'));
    await send(`/faults/${id}`, { kind, service: 'execute-api', operation: 'PostToConnection', rate: 1 });
    // That 하나 was read is told to both, too: a post of it would end the connection before 둘 is said.
    await stack.idle();
    await page.getByRole('switch', { name: 'Receiver gone' }).click();
    await page.getByRole('switch', { name: 'Receiver gone', checked: true }).waitFor();
    await kim.say('둘');
    await page.locator('.line-fault').filter({ hasText: 'Receiver gone' }).getByText(/\d×/).waitFor();
    await eventually(async () => expect(await stored('gone')).toEqual(['1 하나', '2 둘']));
    expect(await lee.shown()).toEqual(['1 하나']);
    await page.getByRole('switch', { name: 'Receiver gone' }).click();
    await page.getByRole('switch', { name: 'Receiver gone', checked: false }).waitFor();
    // The chat has given up both connections, and says so to the next request.
    for (const { person, sees } of [lee, kim]) {
      const ask = person.getByRole('button', { name: 'Ask after' });
      if (await ask.isVisible()) await ask.click();
      await sees('cut off');
      await person.getByRole('button', { name: 'Resume after' }).click();
      await sees('둘');
    }
    await lee.say('셋');
    await kim.sees('셋');
    await eventually(async () =>
      expect([await kim.shown(), await lee.shown()]).toEqual([await stored('gone'), await stored('gone')]),
    );
    expect(page.complaints).toEqual([]);
    await page.leave();
  }, 90_000);

  it('names what is wrong with a name', async () => {
    expect(await send('/chat/tickets', { name: 'kim lee' })).toMatchObject({
      status: 400,
      body: { fields: { name: expect.stringContaining('letters') } },
    });
    expect(await send('/chat/kill', { memberId: 'sub:none' })).toMatchObject({ body: { killed: 0 } });
  });
});

it.each(['faults', 'matches'])('goes by keys alone through %s', async (path) => goByKeys(await open(path)));

it.each(['chat', 'faults/new'])('goes by Tab through %s in the order in which it is read', async (path) =>
  goByTab(await open(path)),
);

it.each(['faults', 'matches'])('shows in %s markup in any name, key, message or text as text', async (path) =>
  expectTextOfMarkup(await open(path)),
);
