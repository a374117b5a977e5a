import { crawlMachine } from '@hanok/crawling';
import { photoMachine } from '@hanok/photos';
import { trainingMachine } from '@hanok/training';
import type { StateMachine } from '@hanok/workflows';

/** A deployed state machine with a sentence on what it does. */
export type DrawnMachine = { name: string; does: string; machine: StateMachine };

/** Every machine of the project, as `npm run workflows:draw` draws them. */
export const workflowMachines: readonly DrawnMachine[] = [
  {
    name: 'Training',
    does: 'Two drills for each of three types of young footballer, each recorded once; a drill that fails for good is noted before the training fails by name.',
    machine: trainingMachine,
  },
  {
    name: 'Photo',
    does: 'Inspects an uploaded photo and makes its proxy; a photo that is rejected, gone or superseded is an outcome, and no failed execution.',
    machine: photoMachine,
  },
  {
    name: 'Crawl',
    does: 'Fetches one page and stores it; a failure is judged, and the crawl waits for its next attempt or is given up with its reason stored, which is no failed execution.',
    machine: crawlMachine,
  },
];
