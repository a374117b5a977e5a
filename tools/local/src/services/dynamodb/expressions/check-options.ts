import * as z from 'zod';
import { constraint } from '../input.ts';
import { invalidExpression } from './placeholders.ts';

/** The options of a conditional write or a search that the engine takes whatever they say, with their values. */
const OPTIONS = {
  conditionalOperator: ['OR', 'AND'],
  returnValuesOnConditionCheckFailure: ['ALL_OLD', 'NONE'],
};
const options = z.object({
  ConditionalOperator: z.string().nullish(),
  ReturnValuesOnConditionCheckFailure: z.string().nullish(),
  Expected: z.unknown().optional(),
  QueryFilter: z.unknown().optional(),
  ScanFilter: z.unknown().optional(),
});

/** Throws a ValidationException in DynamoDB's words for a value that an option does not have, or that joins nothing. */
export function checkOptions(input: unknown): void {
  const given = options.safeParse(input).data;
  if (given === undefined) return;
  checkOption('conditionalOperator', given.ConditionalOperator);
  checkOption('returnValuesOnConditionCheckFailure', given.ReturnValuesOnConditionCheckFailure);
  if (given.ConditionalOperator == null) return;
  const conditions = Object.keys(Object(given.Expected ?? given.QueryFilter ?? given.ScanFilter)).length;
  if (conditions === 0)
    throw invalidExpression('ConditionalOperator cannot be used without Filter or Expected');
  if (conditions === 1)
    throw invalidExpression(
      'ConditionalOperator can only be used when Filter or Expected has two or more elements',
    );
}

function checkOption(name: keyof typeof OPTIONS, value: string | null | undefined): void {
  if (value == null || OPTIONS[name].includes(value)) return;
  const rule = `satisfy enum value set: [${OPTIONS[name].join(', ')}]`;
  throw invalidExpression(constraint(name, `'${value}'`, rule));
}
