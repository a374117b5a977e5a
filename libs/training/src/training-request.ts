import * as z from 'zod/mini';
import { wellFormedText } from '@hanok/events';

/** Whom a training is for, in Korean as the tutorial has it: striker, midfielder or defender. */
const traningType = z.enum(['공격수', '미드필더', '수비수']);

const player = wellFormedText(400);

/**
 * A training to be started. `TraningType` is how the field has always been spelled; `TrainingType` says the same, and
 * when both are there they agree.
 */
export const trainingRequest = z.pipe(
  z.object({
    TraningType: z.optional(traningType),
    TrainingType: z.optional(traningType),
    Player: z.optional(player),
  }),
  z.transform(({ TraningType, TrainingType, Player }, context) => {
    const type = TraningType ?? TrainingType;
    if (type === undefined || (TrainingType ?? type) !== type) {
      const path = type === undefined ? 'TraningType' : 'TrainingType';
      const message = type === undefined ? 'missing' : 'differs from TraningType';
      context.issues.push({ code: 'custom', path: [path], message, input: undefined });
      return z.NEVER;
    }
    return { TraningType: type, ...(Player !== undefined && { Player }) };
  }),
);
