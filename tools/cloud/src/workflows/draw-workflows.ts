import { writeFileSync } from 'node:fs';
import { workflowMachines, workflowsPage } from './workflows-page.ts';

writeFileSync(new URL('../../../../docs/workflows.md', import.meta.url), workflowsPage(workflowMachines));
