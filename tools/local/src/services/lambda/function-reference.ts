/** A function as a request names it. */
export type FunctionReference = { name: string; arn: string; qualifier: string };

const form = /^(?:(?:arn:aws[\w-]*:lambda:([\w-]+):)?(\d{12}):function:)?([\w-]+)(?::([\w$-]+))?$/;

/**
 * Reads a function's name, partial or full ARN, with or without a qualifier; `qualifier` is what the query says.
 * Undefined when it has none of these forms or is another region's or account's.
 */
export function functionReference(
  text: string,
  qualifier: string | null,
  place: { region: string; accountId: string },
): FunctionReference | undefined {
  const [matched, region = place.region, accountId = place.accountId, name = '', suffix] =
    form.exec(text) ?? [];
  if (matched === undefined || region !== place.region || accountId !== place.accountId) return undefined;
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return { name, arn, qualifier: qualifier ?? suffix ?? '$LATEST' };
}
