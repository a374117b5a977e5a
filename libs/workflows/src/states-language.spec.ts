import { describe, expect, it } from '@jest/globals';
import { drawMachine, functionsOf, retries, statesLanguage } from './index.ts';
import { brew, orders } from './machine.fixture.ts';
import { aslProblems } from './testing/index.ts';

describe('statesLanguage', () => {
  it('writes each function as a name to be replaced by its ARN, and is valid', () => {
    const definition = statesLanguage(orders());
    expect(definition).toMatchObject({
      Comment: 'Orders',
      StartAt: '주문',
      TimeoutSeconds: 900,
      States: { Bake: { Type: 'Task', Resource: '${bake-cake}', ResultPath: '$.cake', Next: 'Done' } },
    });
    expect(aslProblems(definition)).toEqual([]);
    expect(aslProblems({ ...definition, StartAt: 'Nowhere' })).not.toEqual([]);
  });

  it('throws every problem of a machine that would not run', () => {
    const machine = orders({ Attic: { Type: 'Pass', Next: 'Cellar' } });
    expect(() => statesLanguage(machine)).toThrow(
      'Attic: leads to no state: Cellar\nAttic: is never reached',
    );
  });

  it('keeps what a Task retries, with full jitter', () => {
    const { Catch, Next } = {
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Aside' as const, ResultPath: '$.failure' as const }],
      Next: 'Done',
    };
    const Brew = {
      Type: 'Task' as const,
      Function: brew,
      TimeoutSeconds: 5,
      Retry: retries(),
      Catch,
      Next,
    };
    expect(statesLanguage(orders({ Brew }))).toMatchObject({
      States: {
        Brew: {
          Retry: [
            { ErrorEquals: ['InvalidEventError'], MaxAttempts: 0 },
            { JitterStrategy: 'FULL', MaxAttempts: 6, MaxDelaySeconds: 60 },
            { ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: 6, MaxDelaySeconds: 60 },
          ],
        },
      },
    });
  });
});

describe('functionsOf', () => {
  it('lists each function once', () => {
    expect(functionsOf(orders())).toEqual(['brew-tea', 'bake-cake', 'put-aside']);
  });
});

describe('drawMachine', () => {
  it('draws every state and every way between them', () => {
    expect(drawMachine(orders())).toBe(`stateDiagram-v2
  state "주문" as s1
  state "Brew" as s2
  state "Bake" as s3
  state "Aside" as s4
  state "Refuse" as s5
  state "Done" as s6
  state "Unknown" as s7
  [*] --> s1
  s1 --> s2 : kind = tea
  s1 --> s3 : kind = cake
  s1 --> s5 : otherwise
  s2 --> s6
  s2 --> s4 : KettleDryError
  s2 --> s4 : States.ALL
  s3 --> s6
  s3 --> s4 : States.ALL
  s4 --> [*]
  s5 --> s7
  s6 --> [*]
  s7 --> [*] : UnknownKind`);
  });
});
