import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queryInput } from './query-input.ts';

describe('queryInput', () => {
  it('reads structures, lists and maps of any depth that an API has', () => {
    const name = fc.constantFrom('Name', 'Value', 'Tags');
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.dictionary(name, tie('tree'), { minKeys: 1 }),
        fc.array(tie('tree'), { minLength: 1, maxLength: 12 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, tree, { minKeys: 1 }), (input) => {
        expect(queryInput(parametersOf(input))).toEqual({ ...input });
      }),
    );
  });

  it('takes a name of too many parts for one that is not known', () => {
    const deep = 'a.'.repeat(500_000);
    expect(
      queryInput([
        [deep, '1'],
        ['Action', 'X'],
        ['A', '2'],
      ]),
    ).toEqual({ [deep]: '1', A: '2' });
  });
});

/** As a client writes them. */
function parametersOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  const prefix = path === '' ? '' : `${path}.`;
  if (Array.isArray(value))
    return value.flatMap((item, index) => parametersOf(item, `${prefix}member.${index + 1}`));
  return Object.entries(Object(value)).flatMap(([name, inner]) => parametersOf(inner, prefix + name));
}
