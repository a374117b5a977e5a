/** What is wrong, and where: `rules[2].measurements[0]`. */
export type Problem = { readonly path: string; readonly message: string };
export type Report = (path: string, message: string) => undefined;

/** The members of one object of a rule set; each reading answers undefined after telling what is wrong. */
export type Fields = {
  readonly path: string;
  has(name: string): boolean;
  /** What stands there, unread. */
  raw(name: string): unknown;
  report(name: string, message: string): undefined;
  /** Refuses every other member. */
  only(names: readonly string[], where: string): void;
  text(name: string): string | undefined;
  oneOf<Option extends string>(name: string, options: readonly Option[]): Option | undefined;
  /** A number, or a number in quotes as AWS's own pages show it. */
  number(name: string, limits?: { min?: number; whole?: boolean }): number | undefined;
  list(name: string): { value: unknown; path: string }[];
  /** Tells when a member is missing. */
  require(...names: string[]): boolean;
};

/** Undefined after telling that the value is no object. */
export function readFields(value: unknown, path: string, report: Report): Fields | undefined {
  if (!isObject(value)) return report(path, `must be an object, not ${kindOf(value)}`);
  const pathOf = (name: string) => (path === '' ? name : `${path}.${name}`);
  const refuse = (name: string, message: string) => report(pathOf(name), message);
  const has = (name: string) => Object.hasOwn(value, name);
  const raw = (name: string) => (has(name) ? value[name] : undefined);
  return {
    path,
    has,
    raw,
    report: refuse,
    only: (names, where) => {
      for (const name of Object.keys(value))
        if (!names.includes(name)) refuse(name, `is unknown in ${where}; known are ${names.join(', ')}`);
    },
    text: (name) => {
      const text = raw(name);
      if (typeof text === 'string' || !has(name)) return typeof text === 'string' ? text : undefined;
      return refuse(name, `must be a string, not ${kindOf(text)}`);
    },
    oneOf: (name, options) => {
      const found = options.find((each) => each === raw(name));
      if (found !== undefined || !has(name)) return found;
      return refuse(
        name,
        `must be ${options.map((each) => JSON.stringify(each)).join(' or ')}, not ${shown(raw(name))}`,
      );
    },
    number: (name, { min, whole = false } = {}) => {
      if (!has(name)) return undefined;
      const number = numberFrom(raw(name));
      if (number === undefined) return refuse(name, `must be a number, not ${shown(raw(name))}`);
      if (whole && !Number.isSafeInteger(number))
        return refuse(name, `must be a whole number, not ${number}`);
      if (min !== undefined && number < min) return refuse(name, `must be at least ${min}, not ${number}`);
      return number;
    },
    list: (name) => {
      const list = raw(name);
      if (Array.isArray(list))
        return list.map((each: unknown, index) => ({ value: each, path: `${pathOf(name)}[${index}]` }));
      if (has(name)) refuse(name, `must be a list, not ${kindOf(list)}`);
      return [];
    },
    require: (...names) => {
      const missing = names.filter((name) => !has(name));
      for (const name of missing) refuse(name, 'is missing');
      return missing.length === 0;
    },
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Also from text, such as `"10"`. */
export function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return undefined;
  return Number(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A short value as it stands, of a long one its kind. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? kindOf(value) : text;
}
