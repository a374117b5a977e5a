import { crawlMachine } from '@hanok/crawling';
import { photoMachine } from '@hanok/photos';
import { trainingMachine } from '@hanok/training';
import { drawMachine, type StateMachine } from '@hanok/workflows';

/** A deployed state machine with a sentence on what it does. */
type DrawnMachine = { name: string; does: string; machine: StateMachine };

/** Every machine of the project, as `npm run workflows:draw` draws them. */
export const WORKFLOW_MACHINES: readonly DrawnMachine[] = [
  {
    name: 'Training',
    does: 'Two drills for each of three types of young footballer, each recorded once; a drill that fails for good, and an unknown type, are stored before the training fails by name.',
    machine: trainingMachine,
  },
  {
    name: 'Photo',
    does: 'Inspects an uploaded photo and makes its proxy; a photo that is rejected, gone or superseded is an outcome, and no failed execution. A function that fails for good is stored before the execution fails by name.',
    machine: photoMachine,
  },
  {
    name: 'Crawl',
    does: 'Fetches one page and stores it; a failure is judged, and the crawl waits for its next attempt or is given up with its reason stored, which is no failed execution unless the crawler itself failed.',
    machine: crawlMachine,
  },
];

/** The page `docs/workflows.md`: each machine with its sentence and its picture. */
export function workflowsPage(machines: readonly DrawnMachine[]): string {
  return [INTRODUCTION, ...machines.map(section)].join('\n');
}

const INTRODUCTION = `# Workflows

The state machines as they deploy, drawn from their sources by \`npm run workflows:draw\`. An arrow says what leads along
it: a choice's test, or the errors that are caught; an arrow without text is success.
`;

function section({ name, does, machine }: DrawnMachine): string {
  return `## ${name}\n\n${does}\n\n\`\`\`mermaid\n${drawMachine(machine)}\n\`\`\`\n`;
}
