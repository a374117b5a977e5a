import { startObjects } from './objects-stack.fixture.ts';

/** S3 in a process of its own, until it is killed: `run-objects.fixture.ts FOLDER`. Tells its parent where it is. */
const [, , dir = ''] = process.argv;
const { url } = await startObjects({ dir });
process.send?.({ url });
