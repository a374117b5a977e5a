import { fileURLToPath } from 'node:url';
import { describeFinding, failsBuild } from './findings.ts';
import { GomokuStack } from './gomoku-stack.ts';
import { synthesize } from './synthesize.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

const findings = synthesize(`${dist}/cdk.out`, (app) => {
  new GomokuStack(app, 'Gomoku', { zips: `${dist}/apps` });
});
for (const finding of findings) console.error(describeFinding(finding));
if (failsBuild(findings)) process.exitCode = 1;
