import { describe, expect, it } from '@jest/globals';
import { interleave } from './interleave.ts';

describe('interleave', () => {
  it('runs every contender once a round, begun by another each time, and drops the warm-up', async () => {
    const ran: string[] = [];
    const contender = (name: string) => async () => ran.push(name);
    const samples = await interleave({ a: contender('a'), b: contender('b') }, { rounds: 3, warmUp: 1 });
    expect(ran.join('')).toBe('abbaabba');
    expect(samples).toEqual({ a: [4, 5, 8], b: [3, 6, 7] });
  });

  it('rejects with what a contender rejects with', async () => {
    const broken = () => Promise.reject(new Error('lost a result'));
    await expect(interleave({ broken }, { rounds: 1 })).rejects.toThrow('lost a result');
  });
});
