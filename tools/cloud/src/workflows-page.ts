import { drawMachine } from '@hanok/workflows';
import type { DrawnMachine } from './workflow-machines.ts';

/** The page `docs/workflows.md`: each machine with its sentence and its picture. */
export function workflowsPage(machines: readonly DrawnMachine[]): string {
  return [introduction, ...machines.map(section)].join('\n');
}

const introduction = `# Workflows

The state machines as they deploy, drawn from their sources by \`npm run workflows:draw\`. An arrow says what leads along
it: a choice's test, or the errors that are caught; one without a word is success.
`;

function section({ name, does, machine }: DrawnMachine): string {
  return `## ${name}\n\n${does}\n\n\`\`\`mermaid\n${drawMachine(machine)}\n\`\`\`\n`;
}
