/** Parameters that belong to the protocol or to the signature, not to the operation. */
const ENVELOPE = /^(Action|Version|AWSAccessKeyId|Timestamp|Expires|Signature.*|SecurityToken|X-Amz-.*)$/i;

/** Form parameters as a tree: `X.member.1.Name=a` is `{ X: { member: { 1: { Name: 'a' } } } }`. */
type Tree = Map<string, Tree | string>;

/**
 * The input in the parameters of the query protocol: `X.member.1=a` is an item of the list X, `X.entry.1.key=a` and
 * `X.entry.1.value=b` are an entry of the map X. All values are text.
 */
export function queryInput(parameters: Iterable<[string, string]>): unknown {
  const tree: Tree = new Map();
  for (const [name, value] of parameters) if (!ENVELOPE.test(name)) grow(tree, name.split('.'), value);
  return read(tree);
}

function grow(tree: Tree, [head = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) return void tree.set(head, value);
  const present = tree.get(head);
  const child: Tree = present instanceof Map ? present : new Map();
  tree.set(head, child);
  grow(child, rest, value);
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
  return [String(entry.get('key') ?? ''), read(entry.get('value') ?? '')];
}
