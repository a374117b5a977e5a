import * as z from 'zod/mini';
import { wellFormedText } from '@hanok/events';

/** The most names of one draw. */
const MAX_NAMES = 10_000;

const name = wellFormedText(400).check(z.refine((text) => text.trim() !== '', { error: 'is blank' }));
const count = z.int().check(z.minimum(1), z.maximum(MAX_NAMES));

/** The names to draw into `teams` teams of `size`: different names, at least as many as there are places. */
export const drawRequest = z
  .object({
    names: z.array(name).check(
      z.minLength(1),
      z.maxLength(MAX_NAMES),
      z.check<string[]>(({ value, issues }) => {
        const repeated = firstRepeated(value);
        if (repeated !== undefined)
          issues.push({
            code: 'custom',
            path: [repeated],
            message: 'is there twice',
            input: value[repeated],
          });
      }),
    ),
    teams: count,
    size: count,
    seed: z.optional(wellFormedText(1_000)),
  })
  .check(
    z.refine(({ names, teams, size }) => teams * size <= names.length, {
      path: ['size'],
      error: 'teams x size is more than there are names',
    }),
  );
/** Names, the number of teams to draw and their size. */
export type DrawRequest = z.infer<typeof drawRequest>;

/** Names that read the same are the same: composed alike and without blanks around them. */
function firstRepeated(names: readonly string[]): number | undefined {
  const seen = new Set<string>();
  const index = names.findIndex((each) => seen.size === seen.add(each.normalize('NFC').trim()).size);
  return index === -1 ? undefined : index;
}
