import { writeFileSync } from 'node:fs';
import { WORKFLOW_MACHINES, workflowsPage } from './workflows-page.ts';

writeFileSync(new URL('../../../../docs/workflows.md', import.meta.url), workflowsPage(WORKFLOW_MACHINES));
