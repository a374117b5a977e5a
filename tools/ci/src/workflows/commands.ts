/** A command that a workflow or a page names: which scripts, targets and files have to exist for it. */
type Needs = { scripts: string[]; targets: string[]; files: string[] };

/**
 * What the commands of a text need of this repository: `npm run x`, `npm test`, `npx nx run-many -t a b`, `npx nx test lib`,
 * `node a/file.ts`, `.ci/run`. Commands of other programs need nothing.
 */
export function needsOf(script: string): Needs {
  const needs: Needs = { scripts: [], targets: [], files: [] };
  for (const command of script.split(/\n|&&|\|\||;|\|/)) addNeeds(needs, words(command));
  return needs;
}

const words = (command: string) =>
  command
    .replaceAll(/[()'"]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

function addNeeds(needs: Needs, [program = '', ...rest]: readonly string[]): void {
  // Variables before a command.
  if (/^[A-Z_]+=/.test(program)) return addNeeds(needs, rest);
  if (program === 'npm') addScript(needs, rest);
  else if (program === 'npx' && rest[0] === 'nx') addTargets(needs, rest.slice(1));
  else if (program === 'node') addNode(needs, rest);
  else if (program.startsWith('.ci/')) needs.files.push(program);
}

function addScript(needs: Needs, [verb = '', name = '']: readonly string[]): void {
  if (verb === 'run') needs.scripts.push(name);
  if (verb === 'test' || verb === 'start') needs.scripts.push(verb);
}

function addNode(needs: Needs, rest: readonly string[]): void {
  const index = rest.findIndex((word) => !word.startsWith('-'));
  const file = rest[index];
  if (file === 'node_modules/nx/dist/bin/nx.js') addTargets(needs, rest.slice(index + 1));
  else if (file !== undefined) needs.files.push(file);
}

/** Commands of Nx that are no targets. */
const OF_NX = ['release', 'show', 'graph', 'reset', 'migrate', 'g', 'generate'];

function addTargets(needs: Needs, [command = '', ...rest]: readonly string[]): void {
  if (OF_NX.includes(command)) return;
  if (command !== 'affected' && command !== 'run-many') {
    const [, ofRun] = command === 'run' ? (rest[0] ?? '').split(/:(?=[^:]*$)/) : [];
    needs.targets.push(ofRun ?? command);
    return;
  }
  const first = rest.findIndex((word) => word === '-t' || word === '--targets') + 1;
  const end = rest.findIndex((word, index) => index >= first && word.startsWith('-'));
  needs.targets.push(...rest.slice(first, end === -1 ? undefined : end));
}
