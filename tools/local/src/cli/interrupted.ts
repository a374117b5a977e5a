/** Resolves at the first Ctrl-C or kill from now on; a second one ends the process at once. */
export function interrupted(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve(undefined);
        process.once(signal, () => process.exit(130));
      });
  });
}
