import { describe, expect, it } from '@jest/globals';
import { inputPaths } from '../services/model-members.fixture.ts';
import type { Call, Input } from './calls.fixture.ts';
import type { Parameter, Parameters, ParameterTable } from './parameters.ts';

type Subject = {
  /** As its users call it. */
  service: string;
  /** The modules of AWS's clients, whose schemas say what inputs have. */
  clients: readonly Readonly<Record<string, unknown>>[];
  operations: Iterable<string>;
  table: ParameterTable;
  /** Of each operation, an input with every member that is supported; its answer may be any error but a refusal by name. */
  samples: Readonly<Record<string, Input>>;
  /** Structures that are supported as a whole, whatever they have. */
  whole?: readonly string[];
  /** What a refusal's answer has beside its message. */
  refusal: string;
  /** What the service answers, its status first. */
  call: Call;
};

const WRONG: readonly unknown[] = [5, [{}]];
const FAILED = /^50[03]/;
const REFUSES = /The local stack does not support the parameter|Unrecognized key/;

/** The table of a service is its model, and the service does what its table says. */
export function describeParameters(subject: Subject): void {
  const { service, clients, table, samples, whole = [], call } = subject;
  const operations = [...subject.operations].sort();
  const modelOf = (operation: string) => {
    const client = clients.find((each) => `${operation}$` in each) ?? {};
    return inputPaths({ ...client }, operation, whole);
  };
  const leaves = operations.flatMap((operation) =>
    tablePaths(table[operation] ?? {}).map((leaf) => ({ operation, ...leaf })),
  );
  const refused = leaves.filter(({ rule }) => rule === false || Array.isArray(rule));
  /** The sample with another value at a path, as the model has it. */
  const inputWith = (operation: string, path: string, value: unknown = 'not supported') => {
    const inModel = modelOf(operation).find((each) => isWithin(plain(each), path)) ?? path;
    const { length } = path.split('.');
    return withValue(samples[operation] ?? {}, inModel.split('.').slice(0, length), value);
  };

  describe(`the parameters of ${service}`, () => {
    it('are listed for each of its operations', () => {
      expect(Object.keys(table).sort()).toEqual(operations);
    });

    it.each(operations)('of %s are those of its model', (operation) => {
      const listed = tablePaths(table[operation] ?? {});
      const cut = listed.filter(({ rule }) => rule === false || typeof rule === 'string');
      const model = modelOf(operation).map(
        (path) => cut.find((leaf) => isWithin(plain(path), leaf.path))?.path ?? plain(path),
      );
      expect(listed.map(({ path }) => path).sort()).toEqual([...new Set(model)].sort());
    });

    it.each(operations)('of %s are read as the table says, and others are ignored', async (operation) => {
      const sample = samples[operation] ?? {};
      const read = tablePaths(table[operation] ?? {}).filter(({ rule }) => rule !== false);
      const given = inputLeaves(sample);
      const missing = read.filter(
        ({ path, rule }) => typeof rule !== 'string' && !given.some((each) => isWithin(each, path)),
      );
      expect(missing).toEqual([]);
      const without = Object.fromEntries(
        read.flatMap(({ path, rule }) =>
          typeof rule === 'string' && !path.includes('.') ? [[path, 'x']] : [],
        ),
      );
      const answer = await call(operation, { ...without, ...sample, Unknown: { Unknown: 1 }, toString: 1 });
      expect(answer).not.toMatch(REFUSES);
      expect(answer).not.toContain('Unknown');
      expect(answer).not.toMatch(FAILED);
    });

    it.each(operations)('of %s are no failure of the service whatever their type', async (operation) => {
      const read = tablePaths(table[operation] ?? {}).filter(({ rule }) => rule === true);
      const inputs = read.flatMap(({ path }) => WRONG.map((value) => inputWith(operation, path, value)));
      const answers = await Promise.all(inputs.map((input) => call(operation, input)));
      expect(answers.filter((answer) => FAILED.test(answer))).toEqual([]);
    });

    const cases = refused.map(({ operation, path }): [string, string] => [operation, path]);
    if (cases.length > 0)
      it.each(cases)('of %s are refused by their name: %s', async (operation, path) => {
        const answer = await call(operation, inputWith(operation, path));
        expect(answer).toContain(`The local stack does not support the parameter ${path} of ${operation}`);
        expect(answer).toContain(subject.refusal);
      });
  });
}

/** What a table says of each member, those of structures by their path. */
export function tablePaths(
  members: Parameters,
  above = '',
): { path: string; rule: Exclude<Parameter, Parameters> }[] {
  return Object.entries(members).flatMap(([name, rule]) =>
    typeof rule === 'object' && !isList(rule)
      ? tablePaths(rule, `${above}${name}.`)
      : [{ path: `${above}${name}`, rule }],
  );
}

/** The paths of an input's values, the keys of maps as they are. */
function inputLeaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value))
    return value.length === 0 ? [path] : value.flatMap((item) => inputLeaves(item, path));
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Object.entries(value);
  if (entries.length === 0) return [path];
  return entries.flatMap(([name, each]) => inputLeaves(each, path === '' ? name : `${path}.${name}`));
}

/** Whether a path is another one, or below it; `*` is any key. */
function isWithin(path: string, above: string): boolean {
  const parts = path.split('.');
  return above
    .split('.')
    .every((part, index) => part === parts[index] || (part === '*' && index < parts.length));
}

function withValue(input: unknown, [part = '', ...below]: string[], value: unknown): Input {
  const name = plain(part) === '*' ? 'a' : plain(part);
  const own: Input = typeof input === 'object' && input !== null ? { ...input } : {};
  const present = own[name];
  const [first] = isList(present) ? present : [present];
  const inner = below.length === 0 ? value : withValue(first, below, value);
  return { ...own, [name]: part.endsWith('[]') && below.length > 0 ? [inner] : inner };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

const plain = (path: string) => path.replaceAll('[]', '');
