import { describe, expect, it } from '@jest/globals';
import { template } from './template.ts';
import { withParameters } from './with-parameters.ts';

const parsed = template.parse({
  Parameters: { Origin: { Type: 'String', Default: '*', AllowedPattern: '^(\\*|https://.+)$' } },
  Resources: {},
});
const stacks = [{ name: 'Web', template: parsed, assets: new Map<string, string>() }];

describe('withParameters', () => {
  it('takes the place of defaults and leaves the templates that it was given', () => {
    const [changed] = withParameters(stacks, { Web: { Origin: 'https://a.example' } });
    expect(changed?.template.Parameters.Origin?.Default).toBe('https://a.example');
    expect(parsed.Parameters.Origin?.Default).toBe('*');
    expect(withParameters(stacks, {})).toEqual(stacks);
  });

  it.each([
    [{ Wed: {} }, 'Wed: there is no such stack'],
    [{ Web: { Orgin: '*' } }, 'Web.Orgin: there is no such parameter'],
    [{ Web: { Origin: 'ftp://a' } }, 'Web.Origin: "ftp://a" does not match'],
  ])('refuses %j by name', (values, reason) => {
    expect(() => withParameters(stacks, values)).toThrow(reason);
  });

  it.each([
    ['(a+)+$', 'takes too long'],
    ['(', 'is no regular expression'],
  ])('refuses by name the pattern %s, which a value cannot be tried on', (AllowedPattern, reason) => {
    const Parameters = { Origin: { ...parsed.Parameters['Origin'], Type: 'String', AllowedPattern } };
    const slow = [{ name: 'Web', template: { ...parsed, Parameters }, assets: new Map<string, string>() }];
    expect(() => withParameters(slow, { Web: { Origin: `${'a'.repeat(60)}!` } })).toThrow(
      `Web.Origin: the AllowedPattern ${AllowedPattern} ${reason}`,
    );
  });
});
