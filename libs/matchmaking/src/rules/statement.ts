/** What a compound rule says: a rule's name, or an operator over statements. */
export type Statement = string | { readonly operator: Operator; readonly of: readonly Statement[] };
type Operator = 'and' | 'or' | 'not' | 'xor';

/** How many arguments each takes. AWS shows two; `and` and `or` of more have one meaning only, and are taken here. */
const ARGUMENTS: Record<Operator, { min: number; max: number }> = {
  and: { min: 2, max: 40 },
  or: { min: 2, max: 40 },
  not: { min: 1, max: 1 },
  xor: { min: 2, max: 2 },
};
const MAX_DEPTH = 20;

/** `or(and(A, B), not(C))` as a tree; throws a SyntaxError that says what is wrong. */
export function parseStatement(text: string): Statement {
  const tokens =
    text
      .match(/[(),]|[^(),]+/g)
      ?.map((each) => each.trim())
      .filter((each) => each !== '') ?? [];
  let next = 0;
  function statement(depth: number): Statement {
    if (depth > MAX_DEPTH)
      throw new SyntaxError(`more than ${MAX_DEPTH} operators stand inside of each other`);
    const name = tokens[next];
    if (name === undefined || '(),'.includes(name))
      throw new SyntaxError(
        `a rule's name or an operator is missing before ${JSON.stringify(name ?? 'the end')}`,
      );
    next += 1;
    if (tokens[next] !== '(') return name;
    if (!isOperator(name))
      throw new SyntaxError(`${JSON.stringify(name)} is no operator; there are and, or, not, xor`);
    next += 1;
    const of = [statement(depth + 1)];
    while (tokens[next] === ',') {
      next += 1;
      of.push(statement(depth + 1));
    }
    if (tokens[next] !== ')') throw new SyntaxError(`")" is missing behind the arguments of ${name}`);
    next += 1;
    const { min, max } = ARGUMENTS[name];
    if (of.length < min || of.length > max)
      throw new SyntaxError(
        `${name} takes ${min === max ? min : `${min} or more`} ${max === 1 ? 'argument' : 'arguments'}, not ${of.length}`,
      );
    return { operator: name, of };
  }
  const parsed = statement(0);
  if (next < tokens.length)
    throw new SyntaxError(`${JSON.stringify(tokens[next])} stands behind the end of the statement`);
  return parsed;
}

function isOperator(name: string): name is Operator {
  return Object.hasOwn(ARGUMENTS, name);
}

/** The rules that a statement names, each once. */
export function namesIn(statement: Statement): string[] {
  return typeof statement === 'string' ? [statement] : [...new Set(statement.of.flatMap(namesIn))];
}
