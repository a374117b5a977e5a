/** Whether a value matches a pattern, or a field of it; undefined stands for a field that is absent. */
export type Matcher = (value: unknown) => boolean;

type Leaf = string | number | boolean | null;
/** Whether one value of the event satisfies a rule. */
export type Test = (leaf: Leaf) => boolean;

export function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The elements of a list and of the lists in it, however deep; a value that is no list alone. */
export function elementsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const elements: unknown[] = [];
  const open = [value.values()];
  for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
    const { done, value: element }: IteratorResult<unknown> = list.next();
    if (done === true) open.pop();
    else if (Array.isArray(element)) open.push(element.values());
    else elements.push(element);
  }
  return elements;
}
