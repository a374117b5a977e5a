import { describe, expect, it } from '@jest/globals';
import { parseInput } from '@hanok/events';
import { trainingRequest } from './training-request.ts';

const parse = (input: unknown) => parseInput(trainingRequest, input);

describe('trainingRequest', () => {
  it('takes either spelling, and both when they agree', () => {
    const value = { TraningType: '공격수', Player: '지성' };
    for (const names of [['TraningType'], ['TrainingType'], ['TraningType', 'TrainingType']]) {
      const types = Object.fromEntries(names.map((name) => [name, '공격수']));
      expect(parse({ ...types, Player: '지성' })).toEqual({ ok: true, value });
    }
  });

  it.each([
    [{}, 'TraningType: missing'],
    [{ TraningType: '공격수', TrainingType: '수비수' }, 'TrainingType: differs from TraningType'],
    [{ TraningType: '골키퍼' }, 'TraningType: expected one of 공격수, 미드필더, 수비수'],
    [{ TrainingType: 7 }, 'TrainingType: expected one of 공격수, 미드필더, 수비수'],
    [{ TraningType: '공격수', Player: '' }, 'Player: at least 1 characters'],
    ['공격수', 'expected object'],
  ])('refuses %j and names the field', (input, reason) => {
    expect(parse(input)).toEqual({ ok: false, reason });
  });
});
