import type { RankCommand } from './rank-options.ts';
import { runRank } from './run-rank.ts';

/** `npm run rank:…` on the stack that wrote the file: `rank.fixture.ts OUTPUTS_FILE verify|rebuild [options]`. */
const [outputsFile = '', command, ...args] = process.argv.slice(2);
process.exitCode = await runRank(command as RankCommand, args, outputsFile); // Specs name no other.
