import { describe, expect, it } from '@jest/globals';
import { readStartOptions, USAGE, UsageError } from './start-options.ts';

describe('readStartOptions', () => {
  it('has a default for everything', () => {
    expect(readStartOptions([])).toEqual({ port: 4566, ephemeral: false, reset: false, help: false });
  });

  it('reads every option of the usage', () => {
    const args = ['--port', '0', '--ephemeral', '--reset', '--chaos', 'faults.json', '--help'];
    const more = ['--parameters', 'A:B=c=d', '--parameters', 'A:C='];
    expect(readStartOptions([...args, ...more])).toEqual({
      port: 0,
      ephemeral: true,
      reset: true,
      chaos: 'faults.json',
      help: true,
      parameters: { A: { B: 'c=d', C: '' } },
    });
    for (const option of [...args, ...more].filter((arg) => arg.startsWith('--')))
      expect(USAGE).toContain(option);
  });

  it('takes ports from 0 to 65535', () => {
    expect(readStartOptions(['--port=65535']).port).toBe(65_535);
  });

  it.each(['65536', '-1', '4566x', '1e3', '', ' 80'])('refuses port "%s"', (port) => {
    expect(() => readStartOptions([`--port=${port}`])).toThrow(
      new UsageError('--port: a number from 0 to 65535'),
    );
  });

  it.each([
    [['--prot', '1'], '--prot'],
    [['--port'], '--port'],
    [['--reset=no'], '--reset'],
    [['extra'], 'extra'],
    [['--parameters', 'NoStack=1'], '--parameters'],
  ])('refuses %j, naming it in one line', (args, name) => {
    expect(() => readStartOptions(args)).toThrow(UsageError);
    expect(() => readStartOptions(args)).toThrow(name);
    expect(() => readStartOptions(args)).not.toThrow('\n');
  });
});
