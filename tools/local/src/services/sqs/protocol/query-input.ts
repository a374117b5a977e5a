import { queryTree } from '../../../gateway/query-input.ts';
import { type Shape, type Structure, wireName } from './query-shape.ts';

/** Form parameters as a tree: `X.1.Name=a` is `{ X: { 1: { Name: 'a' } } }`. */
type Tree = ReturnType<typeof queryTree>;

/** The JSON protocol's input for form parameters. A parameter that the fields do not name keeps its name, to be refused. */
export function queryInput(
  params: Iterable<[string, string]>,
  fields: Structure['fields'],
): Record<string, unknown> {
  const tree = queryTree(params);
  const known = new Set(Object.entries(fields).map(([field, shape]) => wireName(field, shape)));
  const unknown = [...tree.keys()].filter((name) => !known.has(name)).map((name) => [name, true]);
  return { ...Object.fromEntries(unknown), ...readFields(tree, fields) };
}

function readFields(tree: Tree, fields: Structure['fields']): Record<string, unknown> {
  const entries = Object.entries(fields).map(([field, shape]) => {
    const node = tree.get(wireName(field, shape));
    return [field, node === undefined ? undefined : read(node, shape)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A value that does not have the shape's form is passed on as it is: the operation's own check names it. */
function read(node: Tree | string, shape: Shape): unknown {
  if (typeof node === 'string') {
    return shape.kind === 'integer' && /^-?\d+$/.test(node) ? Number(node) : node;
  }
  if (shape.kind === 'structure') return readFields(node, shape.fields);
  const items = [...node].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
  if (shape.kind === 'list') return items.map((item) => read(item, shape.item));
  if (shape.kind === 'map') return Object.fromEntries(items.map((item) => readEntry(item, shape)));
  return Object.fromEntries(node);
}

function readEntry(node: Tree | string, shape: Shape & { kind: 'map' }): [string, unknown] {
  if (typeof node === 'string') return [node, undefined];
  const [key, value] = [node.get(shape.key), node.get(shape.value)];
  return [typeof key === 'string' ? key : '', value === undefined ? undefined : read(value, shape.item)];
}
