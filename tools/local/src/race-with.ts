/**
 * Races work against one event that outlives it, such as the end of a process: settles as the first of both does.
 * `Promise.race` would leave a reaction, and with it the work's result, at the event's promise for as long as that is
 * pending.
 */
export function raceWith<End>(event: Promise<End>): <Result>(work: Promise<Result>) => Promise<Result | End> {
  const racing = new Set<() => void>();
  let over = false;
  const end = () => {
    over = true;
    for (const settle of racing) settle();
  };
  event.then(end, end);
  return async <Result>(work: Promise<Result>) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result | End>();
    const settle = () => resolve(event);
    work.then(resolve, reject);
    racing.add(settle);
    if (over) settle();
    try {
      return await promise;
    } finally {
      racing.delete(settle);
    }
  };
}
