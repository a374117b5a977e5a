/** Parameters that belong to the protocol or to the signature, not to the operation. */
const ENVELOPE = /^(Action|Version|AWSAccessKeyId|Timestamp|Expires|Signature.*|SecurityToken|X-Amz-.*)$/i;

/** Form parameters as a tree: `X.member.1.Name=a` is `{ X: { member: { 1: { Name: 'a' } } } }`. */
type Tree = Map<string, Tree | string>;

/**
 * The input in the parameters of the query protocol: `X.member.1=a` is an item of the list X, `X.entry.1.key=a` and
 * `X.entry.1.value=b` are an entry of the map X, which some maps call `Name` and `Value`. All values are text.
 */
export function queryInput(parameters: Iterable<[string, string]>): unknown {
  return read(queryTree(parameters));
}

/** More parts than the name of any parameter of an API has. */
const MOST_PARTS = 16;

/** The parameters of an operation. A name of too many parts is no path in the tree: it stays whole, and is unknown. */
export function queryTree(parameters: Iterable<[string, string]>): Tree {
  const tree: Tree = new Map();
  for (const [name, value] of parameters) {
    if (ENVELOPE.test(name)) continue;
    const parts = name.split('.', MOST_PARTS + 1);
    grow(tree, parts.length > MOST_PARTS ? [name] : parts, value);
  }
  return tree;
}

function grow(tree: Tree, path: readonly string[], value: string): void {
  const last = path.at(-1) ?? '';
  let node = tree;
  for (const part of path.slice(0, -1)) {
    const present = node.get(part);
    const child: Tree = present instanceof Map ? present : new Map();
    node.set(part, child);
    node = child;
  }
  node.set(last, value);
}

function read(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const [members, entries] = [node.get('member'), node.get('entry')];
  if (node.size === 1 && members instanceof Map) return inOrder(members).map(read);
  if (node.size === 1 && entries instanceof Map) return Object.fromEntries(inOrder(entries).map(readEntry));
  return Object.fromEntries([...node].map(([name, child]) => [name, read(child)]));
}

function inOrder(items: Tree): (Tree | string)[] {
  return [...items].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function readEntry(entry: Tree | string): [string, unknown] {
  if (typeof entry === 'string') return [entry, ''];
  const [key, value] = [entry.get('key') ?? entry.get('Name'), entry.get('value') ?? entry.get('Value')];
  return [typeof key === 'string' ? key : '', read(value ?? '')];
}
