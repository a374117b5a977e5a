import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { jsonString, parseInput } from '@hanok/events';
import { gameResult, MAX_DIFF } from './game-result.ts';

const EXACT = '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100 }';
const body = jsonString(gameResult);

function reasonFor(text: string): string {
  const parsed = parseInput(body, text);
  if (parsed.ok) throw new Error('accepted');
  return parsed.reason;
}

const withField = (field: string, value: string) =>
  EXACT.replace(new RegExp(`"${field}" : ("SomeName"|\\d+)`), `"${field}" : ${value}`);

describe('a game result message', () => {
  it('parses in the spelling and spacing that game servers send', () => {
    expect(z.parse(body, EXACT)).toEqual({ PlayerName: 'SomeName', WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
  });

  it.each([
    ['text that is not JSON', 'nonsense', 'not valid JSON'],
    ['a byte order mark', `\ufeff${EXACT}`, 'not valid JSON'],
    ['nothing', '', 'not valid JSON'],
    ['a field that stands twice', EXACT.replace('{', '{"ScoreDiff":1,'), 'a key stands twice'],
    [
      'a field that stands twice, once escaped',
      EXACT.replace('{', '{"Score\\u0044iff":1,'),
      'a key stands twice',
    ],
    ['null', 'null', 'expected object'],
    ['a list', '[]', 'expected object'],
    ['a missing field', '{"PlayerName":"a","WinDiff":1,"LoseDiff":0}', 'ScoreDiff: missing'],
    ['a number as text', withField('WinDiff', '"1"'), 'WinDiff: expected number'],
    ['a fraction', withField('WinDiff', '0.5'), 'WinDiff: expected int'],
    ['an infinite number', withField('ScoreDiff', '1e309'), 'ScoreDiff: expected number'],
    ['NaN', withField('ScoreDiff', 'NaN'), 'not valid JSON'],
    [
      'a difference over the bound',
      withField('ScoreDiff', String(MAX_DIFF + 1)),
      `ScoreDiff: at most ${MAX_DIFF}`,
    ],
    ['an empty name', withField('PlayerName', '""'), 'PlayerName: at least 1 characters'],
    ['a lone surrogate', withField('PlayerName', '"\\ud800"'), 'PlayerName: has a lone surrogate'],
    [
      'a name of 2,049 bytes',
      withField('PlayerName', `"${'가'.repeat(683)}"`),
      'PlayerName: at most 2048 bytes of UTF-8',
    ],
    ['an empty ResultId', EXACT.replace('{', '{"ResultId":"",'), 'ResultId: at least 1 characters'],
  ])('refuses %s, naming the field and the reason', (_case, text, reason) => {
    expect(reasonFor(text)).toContain(reason);
  });

  it('takes a name of 2,048 bytes, of any well-formed characters', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(names, (PlayerName) => {
        const text = JSON.stringify({ PlayerName, WinDiff: 0, LoseDiff: 1, ScoreDiff: -100 });
        expect(z.parse(body, text).PlayerName).toBe(PlayerName);
      }),
    );
    expect(z.parse(body, withField('PlayerName', `"${'a'.repeat(2048)}"`)).PlayerName).toHaveLength(2048);
  });

  it('never says the value that it refuses', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5 }), (secret) => {
        const text = JSON.stringify({
          PlayerName: [secret],
          WinDiff: secret,
          LoseDiff: { secret },
          ScoreDiff: secret,
        });
        expect(reasonFor(text)).toBe(
          'PlayerName: expected string; WinDiff: expected number; LoseDiff: expected number; ScoreDiff: expected number',
        );
      }),
    );
  });

  it('keeps `__proto__` out of the parsed result', () => {
    const parsed = z.parse(body, EXACT.replace('{', '{"__proto__":{"polluted":true},'));
    expect(Object.keys(parsed)).toEqual(['PlayerName', 'WinDiff', 'LoseDiff', 'ScoreDiff']);
    expect('polluted' in parsed).toBe(false);
  });
});
