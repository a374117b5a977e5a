/** A client's module, whose schemas list the members of each operation's input. */
type ClientModule = Readonly<Record<string, unknown>>;

/** The names of an operation's parameters, or of a structure's members, in the model of a client of AWS. */
export function membersOf(client: ClientModule, name: string): string[] {
  const schema = client[`${name}$`];
  if (!Array.isArray(schema)) throw new Error(`the client has no ${name}`);
  const [kind, , , , members] = schema;
  if (kind === OPERATION) return namesIn(typeof members === 'function' ? members() : members);
  return namesIn(schema);
}

/** Where each parameter of an operation of REST goes that is no part of the path or the body, and how it is called. */
export function placesOf(client: ClientModule, name: string) {
  const schema = client[`${name}$`];
  if (!Array.isArray(schema)) throw new Error(`the client has no ${name}`);
  const input: unknown = typeof schema[4] === 'function' ? schema[4]() : schema[4];
  const [method, uri] = Object(schema[3]).http ?? [];
  const members: unknown[] = Array.isArray(input) ? input[5] : [];
  const traits = members.map((member): { httpHeader?: string; httpQuery?: string } =>
    Object(Array.isArray(member) ? member[1] : undefined),
  );
  return {
    method: String(method),
    uri: String(uri),
    headers: traits.flatMap(({ httpHeader }) => httpHeader?.toLowerCase() ?? []),
    queries: traits.flatMap(({ httpQuery }) => httpQuery ?? []),
  };
}

/** The first element of an operation's schema. */
const OPERATION = 9;

function namesIn(structure: unknown): string[] {
  const names: unknown = Array.isArray(structure) ? structure[4] : [];
  return Array.isArray(names) ? names.map(String).sort() : [];
}
