import { scryptSync } from 'node:crypto';
import { parseInput } from '@hanok/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPasswords, isSameText, passwordHash, SCRYPT_COST, scryptCost } from './password-hash.ts';
import { QUICK } from './player-tables.fixture.ts';

const passwords = createPasswords(QUICK);

describe('a password hash', () => {
  it('is scrypt of the password and a salt of its own, with the work that it took', async () => {
    const [one, other] = [await passwords.hash('hunter2'), await passwords.hash('hunter2')];
    expect(one).toMatchObject(QUICK);
    expect(one.Salt).toHaveLength(16);
    expect(one.Salt).not.toEqual(other.Salt);
    expect(one.Hash).not.toEqual(other.Hash);
    const { N, R: r, P: p } = QUICK;
    expect(Buffer.from(one.Hash)).toEqual(scryptSync('hunter2', one.Salt, 32, { N, r, p }));
  });

  it('matches its password and no other', async () => {
    const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(texts, texts, async (password, other) => {
        const stored = await passwords.hash(password);
        expect(await passwords.matches(password, stored)).toBe(true);
        expect(await passwords.matches(other, stored)).toBe(other === password);
      }),
      { numRuns: 30 },
    );
  });

  it('of another work is matched by that work, and is outdated', async () => {
    const stored = await createPasswords({ N: 32, R: 2, P: 3 }).hash('hunter2');
    expect(await passwords.matches('hunter2', stored)).toBe(true);
    expect(await passwords.matches('hunter3', stored)).toBe(false);
    expect(passwords.isOutdated(stored)).toBe(true);
    expect(passwords.isOutdated(await passwords.hash('hunter2'))).toBe(false);
  });

  it('without any bytes matches no password', async () => {
    const stored = { ...(await passwords.hash('hunter2')), Hash: new Uint8Array() };
    expect(await passwords.matches('hunter2', stored)).toBe(false);
  });

  it('takes 16 MB by default, which a function of 128 MB has', async () => {
    expect(parseInput(scryptCost, SCRYPT_COST)).toMatchObject({ ok: true });
    expect(128 * SCRYPT_COST.N * SCRYPT_COST.R).toBe(16 * 2 ** 20);
    const stored = await createPasswords().hash('hunter2');
    expect(await createPasswords().matches('hunter2', stored)).toBe(true);
  });

  it.each([
    ['N', 0],
    ['N', 3],
    ['N', 2 ** 18],
    ['R', 0],
    ['R', 17],
    ['P', 0],
    ['P', 1e9],
    ['Salt', 'text'],
  ])('with %s %j is damaged', async (name, value) => {
    const stored = { ...(await passwords.hash('hunter2')), [name]: value };
    expect(parseInput(passwordHash, stored)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(name),
    });
  });
});

describe('isSameText', () => {
  it('tells the same texts from all others, of any length', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(fc.property(texts, texts, (one, other) => expect(isSameText(one, other)).toBe(one === other)));
    expect(isSameText('', '')).toBe(true);
  });
});
