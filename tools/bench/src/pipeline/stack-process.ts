import { assemblyFolder, printError, startStack } from '@hanok/local';

/*
 * Runs the local stack in a process of its own, so that its memory is its own. Sends the parent where the stack is,
 * then its resident memory once a second, and when it is idle, as often as it is asked; ends with the parent. With the
 * argument `no-traces` it makes none.
 */
const IDLE_MS = 120_000;
const stack = await startStack({
  ...{ assembly: assemblyFolder, port: 0, onNotice: printError },
  traces: !process.argv.includes('no-traces'),
});
const { url, outputs, redisCa } = stack;
process.send?.({ stack: { url, outputs, redisCa } });
const telling = setInterval(() => process.send?.({ rss: process.memoryUsage.rss() }), 1_000);
process.on('message', () => {
  void stack.idle({ timeoutMs: IDLE_MS }).then(() => process.send?.({ isIdle: true }));
});
process.once('disconnect', () => {
  clearInterval(telling);
  void stack.stop().finally(() => process.exit());
});
