/** A client's module, whose schemas list the members of each operation's input. */
export type ClientModule = Readonly<Record<string, unknown>>;

/** A client of which only the schemas are read. */
export async function clientOf(service: string): Promise<ClientModule> {
  return import(`@aws-sdk/client-${service}`);
}

/** Where each parameter of an operation of REST goes that is no part of the path or the body, and how it is called. */
export function placesOf(client: ClientModule, name: string) {
  const schema = client[`${name}$`];
  if (!Array.isArray(schema)) throw new Error(`the client has no ${name}`);
  const input: unknown = typeof schema[4] === 'function' ? schema[4]() : schema[4];
  const [method, uri] = Object(schema[3]).http ?? [];
  const names: unknown[] = Array.isArray(input) ? input[4] : [];
  const members: unknown[] = Array.isArray(input) ? input[5] : [];
  const traits = members.map((member): { httpHeader?: string; httpQuery?: string } =>
    Object(Array.isArray(member) ? member[1] : undefined),
  );
  return {
    method: String(method),
    uri: String(uri),
    headers: traits.flatMap(({ httpHeader }) => httpHeader?.toLowerCase() ?? []),
    queries: traits.flatMap(({ httpQuery }) => httpQuery ?? []),
    /** By the parameter's name. */
    places: Object.fromEntries(names.map((name, index) => [String(name), traits[index] ?? {}])),
  };
}

/**
 * The members of an operation's input, those of structures by their path: `A[].B` in the items of a list, `A.*.B` under
 * the keys of a map. The structures of the names in `whole` are not looked into, as those that have themselves within.
 */
export function inputPaths(client: ClientModule, operation: string, whole: readonly string[]): string[] {
  const schema = client[`${operation}$`];
  if (!Array.isArray(schema)) throw new Error(`the client has no ${operation}`);
  return pathsIn(schema[4], '', whole);
}

function pathsIn(shape: unknown, path: string, whole: readonly string[]): string[] {
  const schema: unknown = typeof shape === 'function' ? shape() : shape;
  if (!Array.isArray(schema)) return path === '' ? [] : [path];
  const [kind, , name, , members, types] = schema;
  // A member is its type, or its type with its traits.
  if (typeof kind !== 'number') return pathsIn(kind, path, whole);
  const below = (type: unknown, at: string) => pathsIn(type, at, whole);
  const orLeaf = (paths: string[], at: string) => (paths[0] === at ? [path] : paths);
  if (kind === LIST) return orLeaf(below(members, `${path}[]`), `${path}[]`);
  if (kind === MAP) return orLeaf(below(types, `${path}.*`), `${path}.*`);
  if (kind !== STRUCTURE || whole.includes(String(name)) || !Array.isArray(members)) return [path];
  return members.flatMap((member, index) =>
    below(types[index], path === '' ? String(member) : `${path}.${member}`),
  );
}

/** The elements of the document in an operation's request, by their path. */
export function documentPaths(client: ClientModule, operation: string): string[] {
  const schema = client[`${operation}$`];
  const input: unknown = Array.isArray(schema) ? schema[4] : undefined;
  const [, , , , names, types]: unknown[] = typeof input === 'function' ? input() : Object(input);
  if (!Array.isArray(names) || !Array.isArray(types)) throw new Error(`the client has no ${operation}`);
  return types.flatMap((type: unknown, index) => {
    const [shape, traits]: unknown[] = Array.isArray(type) ? type : [];
    const { httpPayload, xmlName = names[index] } = Object(traits);
    return httpPayload === undefined ? [] : elementsIn(shape, String(xmlName));
  });
}

function elementsIn(shape: unknown, path: string): string[] {
  const schema: unknown = typeof shape === 'function' ? shape() : shape;
  if (!Array.isArray(schema)) return [path];
  const [kind, , , , members, types] = schema;
  if (typeof kind !== 'number') return elementsIn(kind, path);
  if (kind === LIST) {
    const [item, { xmlName = 'member' }] =
      Array.isArray(members) && typeof members[0] !== 'number' ? members : [members, {}];
    return elementsIn(item, `${path}.${xmlName}`);
  }
  if (kind !== STRUCTURE) return [path];
  return types.flatMap((type: unknown, index: number) => {
    const { xmlName = members[index], xmlFlattened } = Object(Array.isArray(type) ? type[1] : undefined);
    const [item] = xmlFlattened && Array.isArray(type) ? [listItem(type[0])] : [type];
    return elementsIn(item, `${path}.${xmlName}`);
  });
}

/** The type of the items of a list. */
function listItem(shape: unknown): unknown {
  const schema: unknown = typeof shape === 'function' ? shape() : shape;
  return Array.isArray(schema) ? schema[4] : undefined;
}

const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
