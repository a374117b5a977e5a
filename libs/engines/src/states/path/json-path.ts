import { ExpressionError } from '../failure.ts';
import { readFilter } from './filter.ts';
import { Reader } from './reader.ts';
import type { Step } from './step.ts';

const NAME = /[^\s.[\]()'",*?@:&|=<>!+/]+/y;
const INTEGER = /-?\d+/y;

/** The steps that follow `$`. https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html */
function readSteps(reader: Reader): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (reader.take('..')) {
      steps.push({ kind: 'deep' });
      if (!reader.take('[')) steps.push(nameOrAll(reader));
      else steps.push(bracket(reader));
    } else if (reader.take('.')) steps.push(nameOrAll(reader));
    else if (reader.take('[')) steps.push(bracket(reader));
    else return steps;
  }
}

/** Reads a whole path such as `$.a[0]`, without what stands before its first step. Throws `ExpressionError`. */
export function parseSteps(text: string): Step[] {
  const reader = new Reader(text);
  const steps = readSteps(reader);
  if (!reader.ended) throw new ExpressionError(`Illegal path: '$${text}'`);
  return steps;
}

export function isDefinite(steps: readonly Step[]): boolean {
  return steps.every(
    (step) =>
      (step.kind === 'names' && step.names.length === 1) ||
      (step.kind === 'indices' && step.indices.length === 1),
  );
}

function nameOrAll(reader: Reader): Step {
  if (reader.take('*')) return { kind: 'all' };
  return { kind: 'names', names: [reader.match(NAME, 'a name')] };
}

function bracket(reader: Reader): Step {
  reader.skipSpace();
  const step = inBracket(reader);
  reader.skipSpace();
  reader.expect(']');
  return step;
}

function inBracket(reader: Reader): Step {
  if (reader.take('*')) return { kind: 'all' };
  if (reader.take('?')) {
    reader.skipSpace();
    reader.expect('(');
    const filter = readFilter(reader, readSteps);
    reader.expect(')');
    return { kind: 'filter', filter };
  }
  if (reader.sees("'") || reader.sees('"'))
    return { kind: 'names', names: listed(reader, () => reader.quoted()) };
  const from = reader.sees(':') ? undefined : Number(reader.match(INTEGER, 'an index'));
  if (reader.take(':')) {
    const to = reader.sees(']') ? undefined : Number(reader.match(INTEGER, 'an index'));
    return { kind: 'slice', from, to };
  }
  const rest = reader.take(',') ? listed(reader, () => Number(reader.match(INTEGER, 'an index'))) : [];
  return { kind: 'indices', indices: [from ?? 0, ...rest] };
}

function listed<Item>(reader: Reader, read: () => Item): Item[] {
  const items: Item[] = [];
  do {
    reader.skipSpace();
    items.push(read());
    reader.skipSpace();
  } while (reader.take(','));
  return items;
}
