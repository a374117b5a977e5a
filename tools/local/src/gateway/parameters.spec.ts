import { describe, expect, it } from '@jest/globals';
import { checkParameters, only, type Parameters, refused, supported, withoutEffect } from './parameters.ts';

const PARAMETERS: Parameters = {
  ...supported('Name', 'Value'),
  ...refused('Key'),
  ...only([false], 'Force'),
  ...withoutEffect('there are no traces', 'Trace'),
  Items: { ...supported('Id'), ...refused('Tag') },
  Tables: { '*': { Keys: supported('Id'), ...refused('Lock') } },
};
const check = (input: unknown) => checkParameters({ operation: 'Put', code: 'Invalid' }, PARAMETERS, input);

describe('an input', () => {
  it('keeps what is supported, and loses what changes nothing and what AWS does not know', () => {
    const known = {
      Name: 'a',
      Value: { any: [null] },
      Items: [{ Id: 1 }],
      Tables: { Key: { Keys: [{ Id: 1 }] } },
    };
    const more = { Force: false, Trace: 'x', Unknown: 1, name: 'b', constructor: 1, '*': 1 };
    expect(check({ ...known, ...more })).toEqual(known);
    expect(check(JSON.parse('{"__proto__":{"Key":1},"Items":[{"__proto__":1}]}'))).toEqual({ Items: [{}] });
    expect(check({ Items: [{ Id: 1, Unknown: 1 }], Tables: { a: { Unknown: 1 } } })).toEqual({
      ...{ Items: [{ Id: 1 }], Tables: { a: {} } },
    });
  });

  it('has nothing where it has null', () => {
    expect(check({ Name: null, Key: null, Force: null, Items: [null] })).toEqual({ Items: [null] });
  });

  it.each([
    ['Key', { Key: '' }],
    ['Force', { Force: true }],
    ['Force', { Force: 'false' }],
    ['Items.Tag', { Items: [{ Id: 1 }, { Tag: [] }] }],
    ['Tables.*.Lock', { Tables: { constructor: { Lock: false } } }],
    ['Tables.*.Lock', JSON.parse('{"Tables":{"__proto__":{"Lock":0}}}')],
  ])('is refused by the name of %s: %j', (name, input) => {
    expect(() => check(input)).toThrow(`The local stack does not support the parameter ${name} of Put`);
  });

  it.each([[[1, 'a', null]], ['text'], [5], [null], [{ Name: [] }], [{ Items: 'x' }]])(
    'of a wrong type stays as it is, for the operation to refuse: %j',
    (input) => {
      expect(check(input)).toEqual(input);
    },
  );
});
