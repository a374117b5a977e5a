import { assemblyFolder } from '../cli/build-assembly.ts';
import { CLOCK_SPEED } from './gomoku-stack.fixture.ts';
import { startStack } from './start-stack.ts';

/** The stack in a process of its own, until it is killed: `run-stack.fixture.ts STATE_FOLDER`. Tells its parent where it is. */
const [, , stateDir = ''] = process.argv;
const { url, outputs, redisCa } = await startStack({
  assembly: assemblyFolder,
  only: ['Gomoku'],
  stateDir,
  port: 0,
  clockSpeed: CLOCK_SPEED,
});
process.send?.({ url, outputs, redisCa });
