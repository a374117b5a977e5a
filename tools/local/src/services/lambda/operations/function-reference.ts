import { type Account, arnOf } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';

/** A function as a request names it; its ARN is without the qualifier. */
type FunctionReference = { name: string; arn: string; qualifier: string | undefined };

const FORM = /^(?:(?:arn:aws[\w-]*:lambda:([\w-]+):)?(\d{12}):function:)?([\w-]+)(?::([\w$-]+))?$/;

/**
 * Reads a function's name, partial or full ARN, with or without a qualifier, which the request may name too: `asked`.
 * Text that has none of these forms or is another region's or account's names no function of the stack. Throws
 * `ApiError` when the two qualifiers differ.
 */
export function functionReference(
  text: string,
  asked: string | undefined,
  place: Account,
): FunctionReference {
  const [matched, region = place.region, accountId = place.accountId, name = '', suffix] =
    FORM.exec(text) ?? [];
  if (matched === undefined || region !== place.region || accountId !== place.accountId)
    return { name: text, arn: text.startsWith('arn:') ? text : functionArn(place, text), qualifier: asked };
  if (asked !== undefined && suffix !== undefined && asked !== suffix)
    throw new ApiError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  return { name, arn: functionArn(place, name), qualifier: asked ?? suffix };
}

/** Its ARN with the qualifier, when there is one. */
export function qualifiedArn({ arn, qualifier }: FunctionReference): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** Whether it is what is deployed: functions of the stack have no versions and no aliases. */
export function isLatest({ qualifier = '$LATEST' }: FunctionReference): boolean {
  return qualifier === '$LATEST';
}

const functionArn = (place: Account, name: string) => arnOf('lambda', place, `function:${name}`);
