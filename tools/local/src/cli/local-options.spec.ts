import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LOCAL_USAGE, readLocalOptions } from './local-options.ts';

describe('readLocalOptions', () => {
  it('runs all of cdk.out on the port of its kind, and keeps its state beside it', () => {
    expect(readLocalOptions([])).toEqual({
      ...{ assembly: resolve('cdk.out'), folder: resolve('.hanok'), speed: 1 },
      ...{ port: 4566, ephemeral: false, reset: false, watch: true, verbose: false, help: false },
    });
  });

  it('reads every option of the usage', () => {
    const values = ['--port=0', '--only=A', '--only=B', '--state=s', '--speed=0.5', '--chaos=f.json'];
    const flags = ['--ephemeral', '--reset', '--no-watch', '--help'];
    const others = ['--parameters=A:B=c', '--dynamodb-endpoint=http://127.0.0.1:8000'];
    expect(readLocalOptions(['out', ...values, ...flags, ...others])).toEqual({
      ...{ assembly: resolve('out'), folder: resolve('s'), speed: 0.5, only: ['A', 'B'], port: 0 },
      ...{ ephemeral: true, reset: true, watch: false, verbose: false, help: true, chaos: 'f.json' },
      ...{ parameters: { A: { B: 'c' } }, dynamodbEndpoint: 'http://127.0.0.1:8000' },
    });
    for (const option of [...values, ...flags, ...others])
      expect(LOCAL_USAGE).toContain(`\n  ${option.split('=')[0]} `);
  });

  it.each([
    [['a', 'b'], 'one assembly folder at most, not a and b'],
    [['--speed', '0'], '--speed: a number above 0, at most 9999'],
    [['--speed', '-1'], '--speed'],
    [['--port', '65536'], '--port: a number from 0 to 65535'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j by name', (args, problem) => {
    expect(() => readLocalOptions(args)).toThrow(problem);
  });
});
