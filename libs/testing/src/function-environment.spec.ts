import { expect, it } from '@jest/globals';
import { prepareFunction } from './function-environment.ts';

it('sets the environment, and keeps the lines of stdout as objects', () => {
  const { lines } = prepareFunction({ HANOK_SPEC_TABLE: 'Players' });
  expect(process.env.HANOK_SPEC_TABLE).toBe('Players');
  process.stdout.write('{"message":"one"}\n');
  process.stdout.write('{"message":');
  process.stdout.write('"two"}\n{"message":"three"}\n');
  expect(lines()).toEqual([{ message: 'one' }, { message: 'two' }, { message: 'three' }]);
});
