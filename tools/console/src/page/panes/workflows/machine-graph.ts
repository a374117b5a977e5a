/** A state of a definition, as far as a picture shows it. */
type State = {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  Catch?: { Next: string }[];
  Branches?: Branch[];
  ItemProcessor?: Branch;
  Iterator?: Branch;
};
type Branch = { StartAt: string; States: Record<string, State> };

type MachineGraph = {
  states: { name: string; type: string; group?: string | undefined; isFirst: boolean }[];
  links: { id: string; from: string; to: string; look: string }[];
  /** A Map or a Parallel, around its branches. */
  groups: { id: string; group?: string | undefined; title: string }[];
};

/** The states of a definition in Amazon States Language, and the ways between them. */
export function machineGraph(definition: string): MachineGraph {
  const graph: MachineGraph = { states: [], links: [], groups: [] };
  addBranch(graph, JSON.parse(definition), {});
  return graph;
}

type Around = { group?: string; then?: string | undefined };

function addBranch(graph: MachineGraph, { StartAt, States }: Branch, around: Around): void {
  for (const [name, state] of Object.entries(States)) {
    const inner = [...(state.Branches ?? []), ...[state.ItemProcessor ?? state.Iterator ?? []].flat()];
    const isLast = state.Type !== 'Choice' && state.Type !== 'Fail' && state.Next === undefined;
    const next = state.Next ?? (isLast ? around.then : undefined);
    const group = inner.length > 0 ? `group:${name}` : around.group;
    if (inner.length > 0)
      graph.groups.push({ id: `group:${name}`, group: around.group, title: `${state.Type}: ${name}` });
    graph.states.push({
      name,
      type: state.Type,
      group,
      isFirst: name === StartAt && around.group === undefined,
    });
    for (const branch of inner) {
      link(graph, name, branch.StartAt, 'inner');
      addBranch(graph, branch, { group: `group:${name}`, then: next });
    }
    if (next !== undefined && inner.length === 0) link(graph, name, next, '');
    for (const choice of state.Choices ?? []) link(graph, name, choice.Next, '');
    if (state.Default !== undefined) link(graph, name, state.Default, '');
    for (const catcher of state.Catch ?? []) link(graph, name, catcher.Next, 'catch');
  }
}

/** The first way between two states stands for all. */
function link(graph: MachineGraph, from: string, to: string, look: string): void {
  const id = `${from}>${to}`;
  if (!graph.links.some((each) => each.id === id)) graph.links.push({ id, from, to, look });
}
