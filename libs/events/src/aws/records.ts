import * as z from 'zod/mini';

/** The list `Records` of an event, before each record is parsed alone, so that a bad one does not hide the rest. */
export const records = z.pipe(
  z.looseObject({ Records: z.array(z.unknown()) }),
  z.transform(({ Records }): readonly unknown[] => Records),
);
