/** What a condition is about: an attribute's path, a value's placeholder, or a function of a path such as `size`. */
export type Operand =
  | { kind: 'path'; path: string }
  | { kind: 'value'; name: string }
  | { kind: 'call'; name: string };

/** One condition, such as `a = :a` with the operator `=`; AND, OR and NOT hold further ones. */
export type Condition = { operator: string; operands: readonly Operand[]; inner: readonly Condition[] };

const TOKEN = /\s*(<>|<=|>=|[=<>(),]|[:#]?[A-Za-z_0-9][\w.[\]#-]*|\S)/y;
const COMPARES: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Text that is no condition; the engine says what is wrong with it. */
class NoConditionError extends Error {}

/**
 * A condition expression as a tree, deep in it what stands in brackets; undefined for text that is none. It reads each
 * token once. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function parseCondition(text: string): Condition | undefined {
  const tokens = tokensOf(text);
  let position = 0;
  let depth = 0;
  try {
    const condition = readOr();
    return position === tokens.length ? condition : undefined;
  } catch (error) {
    if (error instanceof NoConditionError) return undefined;
    throw error;
  }

  function isNext(word: string): boolean {
    return tokens[position]?.toUpperCase() === word;
  }
  function take(word?: string): string {
    const token = tokens[position];
    if (token === undefined || (word !== undefined && token.toUpperCase() !== word))
      throw new NoConditionError();
    position += 1;
    return token;
  }
  function readOr(): Condition {
    return readList('OR', () => readList('AND', readNot));
  }
  function readList(operator: string, readOne: () => Condition): Condition {
    const inner = [readOne()];
    while (isNext(operator)) {
      take();
      inner.push(readOne());
    }
    const [only] = inner;
    return inner.length === 1 && only ? only : { operator, operands: [], inner };
  }
  function readNot(): Condition {
    if (!isNext('NOT')) return readOne();
    take();
    return nested(() => ({ operator: 'NOT', operands: [], inner: [readNot()] }));
  }
  function nested<Result>(read: () => Result): Result {
    depth += 1;
    if (depth > 300) throw new NoConditionError();
    const result = read();
    depth -= 1;
    return result;
  }
  function readOne(): Condition {
    if (isNext('(')) {
      take();
      const inner = nested(readOr);
      take(')');
      return inner;
    }
    if (tokens[position + 1] === '(' && tokens[position] !== 'size') {
      const operator = take();
      return { operator, operands: readArguments(), inner: [] };
    }
    const first = readOperand();
    const operator = take().toUpperCase();
    if (COMPARES.has(operator)) return { operator, operands: [first, readOperand()], inner: [] };
    if (operator === 'IN') return { operator, operands: [first, ...readArguments()], inner: [] };
    if (operator !== 'BETWEEN') throw new NoConditionError();
    const low = readOperand();
    take('AND');
    return { operator, operands: [first, low, readOperand()], inner: [] };
  }
  function readArguments(): Operand[] {
    take('(');
    const operands = [readOperand()];
    while (isNext(',')) {
      take();
      operands.push(readOperand());
    }
    take(')');
    return operands;
  }
  function readOperand(): Operand {
    const token = take();
    if (!/^[:#A-Za-z_0-9]/.test(token)) throw new NoConditionError();
    if (isNext('(')) {
      nested(readArguments);
      return { kind: 'call', name: token };
    }
    return token.startsWith(':') ? { kind: 'value', name: token } : { kind: 'path', path: token };
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  return tokens;
}

/** The conditions in a tree that hold no others. */
export function leavesOf(condition: Condition): Condition[] {
  return condition.inner.length === 0 ? [condition] : condition.inner.flatMap(leavesOf);
}
