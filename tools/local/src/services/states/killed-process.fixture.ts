import { createClock } from '../../clock.ts';
import { createExecutions } from './executions.ts';

/** What the parent asks for, and what it is told. */
export type Ask = { start: string; definition: string; input: string } | { report: true };
export type Told =
  | { called: unknown }
  | { report: Record<string, { status: string; output: string | null; types: string[] }> };

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:';

/**
 * Executions in a process of their own, until it is killed: `killed-process.fixture.ts FILE hangs|answers NAME,…`. A function
 * answers what it is given; where `hangs`, one whose payload says `slow` never ends and one that says `busy` fails.
 */
const [, , file = '', mode, names = ''] = process.argv;
const executions = createExecutions({
  file,
  clock: createClock(),
  invoker: {
    invoke: async (_name, payload) => {
      process.send?.({ called: JSON.parse(payload) as unknown } satisfies Told);
      if (mode === 'hangs' && payload.includes('slow')) return new Promise(() => undefined);
      const busy = mode === 'hangs' && payload.includes('busy');
      const base = { requestId: 'r', logTail: '' };
      return busy ? { ...base, payload: '{"errorType":"Busy"}', error: 'Unhandled' } : { ...base, payload };
    },
  },
  roles: { authorize: () => undefined },
  logs: { append: () => undefined },
});
process.on('message', (ask: Ask) => {
  if ('report' in ask) process.send?.({ report: report() } satisfies Told);
  else start(ask.start, ask.definition, ask.input);
});
executions.resume();
process.send?.({ report: {} } satisfies Told);

function start(name: string, definition: string, input: string): void {
  const role = { roleName: 'role', roleArn: 'arn:aws:iam::000000000000:role/role' };
  executions.add({ arn: ARN + name, name, type: 'STANDARD', definition, ...role });
  executions.start(ARN + name, 'only', input);
}

function report() {
  return Object.fromEntries(
    names.split(',').map((name) => {
      const arn = `${ARN.replace(':stateMachine:', ':execution:')}${name}:only`;
      const { status, output } = executions.get(arn);
      return [name, { status, output, types: executions.history(arn).map(({ type }) => type) }];
    }),
  );
}
