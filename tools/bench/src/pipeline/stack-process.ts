import { assemblyFolder, printError, startStack } from '@hanok/local';

/*
 * Runs the local stack in a process of its own, so that its memory is its own. Sends the parent where the stack is,
 * then its resident memory once a second; ends with the parent. With the argument `no-traces` it makes none.
 */
const stack = await startStack({
  ...{ assembly: assemblyFolder, port: 0, onNotice: printError },
  traces: !process.argv.includes('no-traces'),
});
const { url, outputs, redisCa } = stack;
process.send?.({ stack: { url, outputs, redisCa } });
const telling = setInterval(() => process.send?.({ rss: process.memoryUsage.rss() }), 1_000);
process.once('disconnect', () => {
  clearInterval(telling);
  void stack.stop().finally(() => process.exit());
});
