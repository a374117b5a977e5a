import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonString, parseInput } from '@hanok/events';
import { greetingRequest } from './greeting.ts';

const read = (Name: unknown) => parseInput(jsonString(greetingRequest), JSON.stringify({ Name }));

describe('a greeting request', () => {
  it('takes a name of 1 to 100 characters as it is, an emoji counting as one', () => {
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });
    fc.assert(fc.property(names, (Name) => expect(read(Name)).toEqual({ ok: true, value: { Name } })));
    expect(read('🦄'.repeat(100)).ok).toBe(true);
  });

  it.each([
    ['no name', undefined, 'Name: missing'],
    ['an empty name', '', 'Name: at least 1 characters'],
    ['101 characters', 'a'.repeat(101), 'Name: at most 100 characters'],
    ['a lone surrogate', '\ud83e', 'Name: has a lone surrogate'],
    ['a number', 7, 'Name: expected string'],
    ['null', null, 'Name: expected string'],
    ['a list', ['kim'], 'Name: expected string'],
  ])('refuses %s, naming the field', (_case, Name, reason) => {
    expect(read(Name)).toEqual({ ok: false, reason });
  });
});
