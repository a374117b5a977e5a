import { describe, expect, it } from '@jest/globals';
import { UsageError } from './read-arguments.ts';
import { DEMO_USAGE, readDemoOptions, readStartOptions, USAGE } from './start-options.ts';

describe('readStartOptions', () => {
  it('has a default for everything', () => {
    expect(readStartOptions([])).toEqual({
      port: 4566,
      ephemeral: false,
      reset: false,
      watch: true,
      verbose: false,
      help: false,
    });
  });

  it('reads every option of the usage', () => {
    const args = ['--port', '0', '--ephemeral', '--reset', '--chaos', 'faults.json', '--help'];
    const build = ['--no-watch', '--verbose'];
    const more = ['--parameters', 'A:B=c=d', '--parameters', 'A:C='];
    const engine = ['--dynamodb-endpoint', 'http://127.0.0.1:8000/'];
    expect(readStartOptions([...args, ...build, ...more, ...engine])).toEqual({
      port: 0,
      ephemeral: true,
      reset: true,
      watch: false,
      verbose: true,
      chaos: 'faults.json',
      help: true,
      parameters: { A: { B: 'c=d', C: '' } },
      dynamodbEndpoint: 'http://127.0.0.1:8000',
    });
    for (const option of [...args, ...build, ...more, ...engine].filter((arg) => arg.startsWith('--')))
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
    [['--dynamodb-endpoint', '127.0.0.1:8000'], '--dynamodb-endpoint'],
    [['--dynamodb-endpoint='], '--dynamodb-endpoint'],
  ])('refuses %j, naming it in one line', (args, name) => {
    expect(() => readStartOptions(args)).toThrow(UsageError);
    expect(() => readStartOptions(args)).toThrow(name);
    expect(() => readStartOptions(args)).not.toThrow('\n');
  });
});

describe.each([
  ['npm start', readStartOptions, USAGE],
  ['npm run demo', readDemoOptions, DEMO_USAGE],
])('the DynamoDB engine of %s', (_, read, usage) => {
  const there = 'http://127.0.0.1:8000';

  it('is that of the option, else of DYNAMODB_ENDPOINT, else none', () => {
    const env = { DYNAMODB_ENDPOINT: there };
    const option = ['--dynamodb-endpoint', 'http://127.0.0.1:9000'];
    expect(read(option, env).dynamodbEndpoint).toBe('http://127.0.0.1:9000');
    expect(read([], env).dynamodbEndpoint).toBe(there);
    expect(read([], { DYNAMODB_ENDPOINT: '' })).not.toHaveProperty('dynamodbEndpoint');
    expect(read([])).not.toHaveProperty('dynamodbEndpoint');
    for (const name of ['--dynamodb-endpoint', 'DYNAMODB_ENDPOINT']) expect(usage).toContain(name);
  });

  it('is refused by the name of the variable too', () => {
    expect(() => read([], { DYNAMODB_ENDPOINT: 'https://127.0.0.1' })).toThrow(UsageError);
    expect(() => read([], { DYNAMODB_ENDPOINT: 'https://127.0.0.1' })).toThrow('DYNAMODB_ENDPOINT');
  });
});

it('the demo takes --reset, --verbose and --help, and no other option', () => {
  expect(readDemoOptions(['--reset'])).toEqual({ reset: true, verbose: false, help: false });
  expect(readDemoOptions(['--verbose'])).toEqual({ reset: false, verbose: true, help: false });
  expect(readDemoOptions(['--help'])).toEqual({ reset: false, verbose: false, help: true });
  expect(() => readDemoOptions(['--port', '1'])).toThrow(UsageError);
});
