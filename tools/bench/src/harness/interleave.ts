/** Samples of each contender by its name, in the order of the rounds. */
export type Samples<Name extends string = string> = Readonly<Record<Name, readonly number[]>>;

/** Does its work once and answers the sample that was taken of it. */
type Contender = () => Promise<number>;

/**
 * Lets every contender run once a round, each round begun by another one, so that drift and what one leaves behind
 * meet all alike. The samples of the first `warmUp` rounds are dropped.
 */
export async function interleave<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { rounds, warmUp = 1 }: { rounds: number; warmUp?: number },
): Promise<Samples<Name>> {
  const names = Object.keys(contenders) as Name[]; // The keys of a record are its names.
  const entries = names.map((name) => ({ name, run: contenders[name], samples: new Array<number>() }));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { run, samples } of rotated(entries, round + warmUp)) {
      const sample = await run();
      if (round >= 0) samples.push(sample);
    }
  }
  // One entry per name was made above.
  return Object.fromEntries(entries.map(({ name, samples }) => [name, samples])) as Record<Name, number[]>;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function rotated<Each>(list: readonly Each[], by: number): Each[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
