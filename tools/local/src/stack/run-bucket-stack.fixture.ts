import { startStack } from './start-stack.ts';

/** A stack in a process of its own, until it is killed: `run-bucket-stack.fixture.ts ASSEMBLY STATE_FOLDER`. Tells its parent where it is. */
const [, , assembly = '', stateDir = ''] = process.argv;
const { url } = await startStack({ assembly, stateDir, port: 0, clockSpeed: 200 });
process.send?.({ url });
