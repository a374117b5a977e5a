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

/** The first element of an operation's schema. */
const OPERATION = 9;

function namesIn(structure: unknown): string[] {
  const names: unknown = Array.isArray(structure) ? structure[4] : [];
  return Array.isArray(names) ? names.map(String).sort() : [];
}
