/**
 * How the query protocol spells a value that the JSON protocol carries. Lists and maps are flattened: `wire` is the
 * name that their items repeat, as `X.1` in requests and as repeated `<X>` in answers.
 */
export type Shape =
  | { kind: 'text' }
  | { kind: 'integer' }
  | { kind: 'boolean' }
  | { kind: 'list'; wire: string; item: Shape }
  | { kind: 'map'; wire: string; key: string; value: string; item: Shape }
  | Structure;

export type Structure = { kind: 'structure'; fields: Readonly<Record<string, Shape>> };

export const text: Shape = { kind: 'text' };
export const integer: Shape = { kind: 'integer' };
export const boolean: Shape = { kind: 'boolean' };
export const list = (wire: string, item: Shape = text): Shape => ({ kind: 'list', wire, item });
export const map = (wire: string, key: string, value: string, item: Shape = text): Shape => ({
  kind: 'map',
  ...{ wire, key, value, item },
});
export const structure = (fields: Readonly<Record<string, Shape>>): Structure => ({
  kind: 'structure',
  fields,
});

/** The name under which a field of a structure stands on the wire. */
export const wireName = (field: string, shape: Shape): string => ('wire' in shape ? shape.wire : field);
