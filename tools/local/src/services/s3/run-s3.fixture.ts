import { startS3 } from './s3-stack.fixture.ts';

/** S3 in a process of its own, until it is killed: `run-objects.fixture.ts FOLDER`. Tells its parent where it is. */
const [, , dir = ''] = process.argv;
const { url } = await startS3({ dir });
process.send?.({ url });
