import { describe, expect, it } from '@jest/globals';
import type { StackTemplate } from '../../../template/template.ts';
import { localQueue, withLocalQueue } from './local-queue.ts';

const stackWith = (name: string, Parameters: StackTemplate['template']['Parameters']): StackTemplate => ({
  ...{ name, folder: '', assets: new Map() },
  template: { Parameters, Conditions: {}, Mappings: {}, Resources: {}, Outputs: {} },
});
const matchmaking = stackWith('Matchmaking', { GameSessionQueue: { Type: 'String', Default: '' } });
const other = stackWith('Other', { AllowedOrigin: { Type: 'String', Default: '*' } });
const { name } = localQueue({ region: 'us-east-1', accountId: '000000000000' }, 0);

describe('withLocalQueue', () => {
  it('names the local queue to a template that can place its matches, and to no other one', () => {
    expect(withLocalQueue([matchmaking, other], { Other: { AllowedOrigin: 'x' } })).toEqual({
      Matchmaking: { GameSessionQueue: name },
      Other: { AllowedOrigin: 'x' },
    });
    expect(withLocalQueue([other], {})).toEqual({});
  });

  it.each(['', 'another'])('leaves the queue that is given as it is: "%s"', (GameSessionQueue) => {
    const given = { Matchmaking: { GameSessionQueue, More: 'x' } };
    expect(withLocalQueue([matchmaking], given)).toEqual(given);
  });
});
