import { hash } from 'node:crypto';
import { buildRestEvent } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { draw, drawTeams, THIRTEEN } from './index.ts';

async function send(httpMethod: string, body?: unknown, options: Parameters<typeof draw>[0] = {}) {
  const recorded = recordLines();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const event = buildRestEvent({ httpMethod, resource: '/draw', ...(text !== undefined && { body: text }) });
  const answer = await rest({ ...recorded, routes: draw(options) })(event, buildLambdaContext());
  return {
    status: answer.statusCode,
    text: answer.body,
    body: JSON.parse(answer.body),
    lines: JSON.stringify(recorded.lines()),
  };
}
const post = (body: unknown) => send('POST', body);
const four = { names: ['가람', '나래', '다온', '라온'], teams: 2, size: 2 };

/** What everyone who has the request and the answer can check. */
const commitmentOf = (seed: string, { names, teams, size }: typeof four) =>
  hash('sha256', JSON.stringify([seed, names, teams, size]), 'hex');

describe('GET /draw', () => {
  it('draws the thirteen into four teams of three, and leaves one out', async () => {
    const { status, body } = await send('GET');
    expect(status).toBe(200);
    expect(body.Teams.map((team: string[]) => team.length)).toEqual([3, 3, 3, 3]);
    expect(body.LeftOut).toHaveLength(1);
    expect([...body.Teams.flat(), ...body.LeftOut].sort()).toEqual([...THIRTEEN.names].sort());
  });

  it('draws with a new seed of 32 random bytes each time', async () => {
    const seeds = await Promise.all(Array.from({ length: 20 }, async () => (await send('GET')).body.Seed));
    expect(seeds).toEqual(seeds.map(() => expect.stringMatching(/^[\da-f]{64}$/)));
    expect(new Set(seeds).size).toBe(20);
  });

  it('shows a seed that reproduces the draw and opens its commitment', async () => {
    const { Commitment, Seed, Teams, LeftOut } = (await send('GET')).body;
    expect(Commitment).toBe(commitmentOf(Seed, THIRTEEN));
    expect((await post({ ...THIRTEEN, seed: Seed })).body).toEqual({ Commitment, Teams, LeftOut, Seed });
  });
});

describe('POST /draw', () => {
  it('gives the same answer for the same seed, as everyone can draw it', async () => {
    const asked = { ...four, seed: 'final 2026' };
    const first = await post(asked);
    expect((await post(asked)).text).toBe(first.text);
    const { teams, leftOut } = drawTeams(four, 'final 2026');
    expect(first.body).toEqual({
      Commitment: commitmentOf('final 2026', four),
      Teams: teams,
      LeftOut: leftOut,
      Seed: 'final 2026',
    });
  });

  it('writes the commitment before anything is revealed, and the seed last', async () => {
    const { text } = await post(four);
    expect(Object.keys(JSON.parse(text))).toEqual(['Commitment', 'Teams', 'LeftOut', 'Seed']);
    expect(text).toMatch(/^\{"Commitment":"[\da-f]{64}","Teams":/);
  });

  it('commits to seed, names and sizes: another one of them is another commitment', async () => {
    const seeded = { ...four, seed: 's' };
    const others = [
      { ...seeded, seed: 't' },
      { ...seeded, names: [...four.names].reverse() },
      { ...seeded, teams: 1 },
      { ...seeded, size: 1 },
    ];
    const commitments = await Promise.all(
      [seeded, ...others].map(async (asked) => (await post(asked)).body.Commitment),
    );
    expect(new Set(commitments).size).toBe(5);
  });

  it('places everyone whose name is a name, as it was written', async () => {
    const letters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const names = fc.uniqueArray(
      letters.filter((text) => text.isWellFormed() && text.trim() !== ''),
      { minLength: 2, maxLength: 12, selector: (text) => text.normalize('NFC').trim() },
    );
    await fc.assert(
      fc.asyncProperty(names, async (drawn) => {
        const { status, body } = await post({ names: drawn, teams: 2, size: Math.floor(drawn.length / 2) });
        expect(status).toBe(200);
        expect([...body.Teams.flat(), ...body.LeftOut].sort()).toEqual([...drawn].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('draws ten thousand names', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `name ${index}`);
    const { status, body } = await post({ names, teams: 100, size: 100 });
    expect({ status, left: body.LeftOut, drawn: new Set(body.Teams.flat()).size }).toEqual({
      status: 200,
      left: [],
      drawn: 10_000,
    });
  });

  it.each([
    ['more places than names', { ...four, teams: 3 }, 'size: teams x size is more than there are names'],
    ['no team', { ...four, teams: 0 }, 'teams: '],
    ['half a team', { ...four, teams: 1.5 }, 'teams: '],
    ['an empty team', { ...four, size: 0 }, 'size: '],
    ['a size that is text', { ...four, size: '2' }, 'size: '],
    ['no size', { names: four.names, teams: 2 }, 'size: missing'],
    ['no names', { teams: 2, size: 2 }, 'names: missing'],
    ['an empty list', { ...four, names: [] }, 'names: '],
    ['a name twice', { ...four, names: ['가람', '나래', '가람', '라온'] }, 'names.2: is there twice'],
    [
      'a name in NFC and in NFD',
      { ...four, names: ['가람', '나래', '다온', '가람'.normalize('NFD')] },
      'names.3: is there twice',
    ],
    [
      'a name with blanks around it',
      { ...four, names: ['가람', ' 가람 ', 'a', 'b'] },
      'names.1: is there twice',
    ],
    ['a blank name', { ...four, names: ['가람', ' \t', 'a', 'b'] }, 'names.1: is blank'],
    ['an empty name', { ...four, names: ['', '나래', 'a', 'b'] }, 'names.0: '],
    ['a name that is no text', { ...four, names: ['가람', 7, 'a', 'b'] }, 'names.1: '],
    ['half a character', { ...four, names: ['가람', '\ud800', 'a', 'b'] }, 'names.1: '],
    ['over 10,000 names', { ...four, names: Array.from({ length: 10_001 }, (_, at) => `${at}`) }, 'names: '],
    ['a seed that is no text', { ...four, seed: 7 }, 'seed: '],
    ['an empty seed', { ...four, seed: '' }, 'seed: '],
    ['a seed too long', { ...four, seed: 'x'.repeat(1_001) }, 'seed: '],
    ['bad JSON', '{"names":', 'body: '],
    ['a list', [], 'body: '],
    ['no body', undefined, 'body: '],
  ])('answers 400 to %s, and names the field', async (_, body, reason) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ Error: expect.stringContaining(reason) });
  });

  it('logs neither names nor seed', async () => {
    const { lines } = await post({ ...four, seed: 'open sesame' });
    expect(lines).toContain('/draw');
    for (const secret of [...four.names, 'open sesame']) expect(lines).not.toContain(secret);
  });
});
