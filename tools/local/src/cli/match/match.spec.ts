import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runExplain } from './run-explain.ts';
import { runLint } from './run-lint.ts';

const folder = mkdtempSync(join(tmpdir(), 'hanok-match-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Runs it here, with what it writes, without colours. */
async function run(program: 'lint' | 'explain', ...args: string[]) {
  const { log, error } = console;
  const written = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof written) => (line: string) => {
    written[stream] += `${stripVTControlCharacters(line).replaceAll(folder, '')}\n`;
  };
  Object.assign(console, { log: into('stdout'), error: into('stderr') });
  try {
    const status = await (program === 'lint' ? runLint : runExplain)(args);
    return { ...written, status };
  } finally {
    Object.assign(console, { log, error });
  }
}

const GOMOKU = file('gomoku.json', {
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'score', type: 'number', default: 1000 }],
  teams: [
    { name: 'blue', minPlayers: 1, maxPlayers: 1 },
    { name: 'red', minPlayers: 1, maxPlayers: 1 },
  ],
  rules: [
    {
      name: 'FairTeamSkill',
      type: 'distance',
      measurements: ['avg(teams[*].players.attributes[score])'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[score]))',
      maxDistance: 300,
    },
  ],
  expansions: [{ target: 'rules[FairTeamSkill].maxDistance', steps: [{ waitTimeSeconds: 10, value: 500 }] }],
});
const player = (id: string, score: number) => ({ PlayerId: id, PlayerAttributes: { score: { N: score } } });
const TICKETS = file('tickets.json', [
  { TicketId: 'a', Players: [player('Ann', 1000)] },
  { TicketId: 'b', Players: [player('Ben', 1900)], ArrivesAfterSeconds: 5 },
  { TicketId: 'c', Players: [player('Cho', 9000)] },
]);

describe('npm run match:explain', () => {
  it('prints when each pair can meet, why, and what happens in one pool', async () => {
    expect(await run('explain', GOMOKU, TICKETS)).toEqual({
      status: 0,
      stderr: '',
      stdout: `In one match from second
       a      b      c
a      -   15 s  never
b   15 s      -  never
c  never  never      -

a and b
  5 s: apart
    blue 1000, red 1900: FairTeamSkill distance 450 > 300 by 150, passes at 10 s (rules[FairTeamSkill].maxDistance 500)
  15 s: match
    blue 1000, red 1900: FairTeamSkill distance 450 <= 500, passes at 10 s (rules[FairTeamSkill].maxDistance 500)

a and c
  0 s: apart
    blue 1000, red 9000: FairTeamSkill distance 4000 > 300 by 3700, never passes
  10 s: apart
    blue 1000, red 9000: FairTeamSkill distance 4000 > 500 by 3500, never passes

b and c
  5 s: apart
    blue 9000, red 1900: FairTeamSkill distance 3550 > 300 by 3250, never passes
  15 s: apart
    blue 9000, red 1900: FairTeamSkill distance 3550 > 500 by 3050, never passes

All tickets in one pool, a round each second
  15 s: match of blue: Ann; red: Ben
  60 s: c timed out
`,
    });
  });

  it.each<[string, string[], string]>([
    [
      'a file that is not there',
      [GOMOKU, join(folder, 'none.json')],
      '/none.json cannot be read: ENOENT: no such file or directory',
    ],
    ['tickets that are no JSON', [GOMOKU, file('bad.json', '[{]')], '/bad.json is not valid JSON: '],
    [
      'tickets of another shape',
      [
        GOMOKU,
        file('shape.json', [{ TicketId: 'a', Players: [{ PlayerId: 'x', PlayerAttributes: { s: 5 } }] }]),
      ],
      '/shape.json has no tickets that can be read: 0.Players.0.PlayerAttributes.s: must be {"S": text}',
    ],
    [
      'one TicketId twice',
      [
        GOMOKU,
        file('twice.json', [
          { TicketId: 'a', Players: [player('x', 1)] },
          { TicketId: 'a', Players: [player('y', 1)] },
        ]),
      ],
      '/twice.json has two tickets with the TicketId a',
    ],
    [
      'a rule set that AWS refuses',
      [file('refused.json', { ruleLanguageVersion: '1.0', teams: [] }), TICKETS],
      '/refused.json is no rule set: teams: must have at least one team',
    ],
    ['one file', [GOMOKU], 'It takes RULESET.json and TICKETS.json (see --help)'],
    ['an unknown option', [GOMOKU, TICKETS, '--fast'], "Unknown option '--fast'"],
    [
      'a timeout that is no number',
      [GOMOKU, TICKETS, '--request-timeout', 'long'],
      '--request-timeout: a number of seconds, not long',
    ],
  ])('tells of %s in one line, with exit code 2', async (_, args, message) => {
    const { stdout, stderr, status } = await run('explain', ...args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr.startsWith(message)).toBe(true);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('spells out what a terminal would obey in a name', async () => {
    const hostile = file('hostile.json', [{ TicketId: '\u001b[2J', Players: [player('x', 1)] }]);
    expect((await run('explain', GOMOKU, hostile)).stdout).toContain('\\u001b[2J');
  });
});

describe('npm run match:lint', () => {
  it('prints findings, with exit code 0 when none is an error', async () => {
    expect(await run('lint', GOMOKU, '--request-timeout', '10', '--sent', 'score')).toEqual({
      status: 0,
      stderr: '',
      stdout: `warning rules[0]: FairTeamSkill: each team is compared with the average of all: two teams of equal size may be 600 apart, not 300
/gomoku.json: 0 errors, 1 warnings
`,
    });
  });

  it('has exit code 1 with errors: a step after the timeout, no JSON', async () => {
    const late = await run('lint', GOMOKU, '--request-timeout', '9');
    expect(late.status).toBe(1);
    expect(late.stdout).toContain(
      'error expansions[0].steps[0]: never counts: it waits 10 s, and a request times out after 9 s\n',
    );
    expect((await run('lint', file('no.json', '{'))).status).toBe(1);
  });

  it('has exit code 2 for a file that is not there, and prints its usage', async () => {
    expect(await run('lint', join(folder, 'none.json'))).toMatchObject({ status: 2, stdout: '' });
    expect(await run('lint', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('npm run match:lint -- RULESET.json'),
    });
  });

  it('is a program with that exit code', () => {
    const script = join(import.meta.dirname, 'lint.ts');
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--conditions=@hanok/source', script, file('no.json', '{')],
      { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: undefined } },
    );
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: expect.stringContaining('error Not valid JSON'),
    });
  });
});
