const VARIABLE = /\$\{(!?)([^{}]*)\}/g;

/** The names in a Fn::Sub text: `Bucket`, `Table.Arn`, `AWS::Region`. `${!literal}` is not one. */
export function subNames(text: string): string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, literal, name]) => (literal || !name ? [] : [name.trim()]));
}

/** Puts a value for each name in a Fn::Sub text, and `${literal}` for `${!literal}`. */
export function substitute(text: string, valueOf: (name: string) => string): string {
  return text.replace(VARIABLE, (_, literal: string, name: string) =>
    literal ? `\${${name}}` : valueOf(name.trim()),
  );
}
