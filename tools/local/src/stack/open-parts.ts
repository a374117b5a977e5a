import type { OpenPart, Part, Place } from './part.ts';

/** The list of parts is not in an order in which each part comes after those that it needs. */
class PartOrderError extends Error {
  override readonly name = 'PartOrderError';
}

/** The parts of a list, open. */
export type OpenParts = AsyncDisposable & {
  /** In the order of the list, each with its description. */
  all: readonly Opened[];
  /** What may be used of a part. Throws `PartOrderError` for one that is not in the list. */
  usesOf<Uses>(part: Part<Uses>): Uses;
};

type Opened = { part: Part; open: OpenPart };

/**
 * Opens the parts side by side, each as soon as those that it needs are open. When one cannot open, those that did are
 * disposed, in the reverse of their order. Throws the first part's error, and `PartOrderError` before any opens.
 */
export async function openParts(parts: readonly Part[], place: Place): Promise<OpenParts> {
  checkOrder(parts);
  const opening = new Map<Part, Promise<OpenPart>>();
  for (const part of parts) opening.set(part, openAfterNeeds(part, place, opening));
  const settled = await Promise.allSettled(opening.values());
  const disposing = new AsyncDisposableStack();
  for (const each of settled) if (each.status === 'fulfilled') disposing.use(each.value);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await disposing.disposeAsync();
    throw failed.reason;
  }
  const opened = new Map(
    await Promise.all([...opening].map(async ([part, open]) => [part, await open] as const)),
  );
  return {
    all: [...opened].map(([part, open]) => ({ part, open })),
    usesOf: (part) => usesOf(part, opened.get(part)),
    [Symbol.asyncDispose]: () => disposing.disposeAsync(),
  };
}

async function openAfterNeeds(
  part: Part,
  place: Place,
  opening: ReadonlyMap<Part, Promise<OpenPart>>,
): Promise<OpenPart> {
  const needs = Object.entries<Part>({ ...part.needs }).map(
    async ([name, needed]) => [name, usesOf(needed, await opening.get(needed))] as const,
  );
  const open = await part.open(place, Object.fromEntries(await Promise.all(needs)));
  // Whoever waits for it is told, later.
  open.ready?.catch(() => undefined);
  return open;
}

function usesOf<Uses>({ name }: Part<Uses>, open: OpenPart | undefined): Uses {
  if (open === undefined) throw new PartOrderError(`The part ${name} is not in the list of parts`);
  // A part's own `open` answered it, whose type says so.
  return open.uses as Uses;
}

function checkOrder(parts: readonly Part[]): void {
  for (const [index, { name, needs }] of parts.entries()) {
    const late = Object.values<Part>({ ...needs }).find((needed) => !parts.slice(0, index).includes(needed));
    if (late !== undefined)
      throw new PartOrderError(
        `The part ${name} needs ${late.name}: list ${late.name} before ${name} in parts.ts`,
      );
  }
}
