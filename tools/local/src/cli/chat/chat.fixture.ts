import { runChat } from './run-chat.ts';

/** `npm run chat` on the stack that wrote the file: `chat.fixture.ts OUTPUTS_FILE ROOM [options]`. */
const [outputsFile = '', ...args] = process.argv.slice(2);
process.exitCode = await runChat(args, outputsFile);
