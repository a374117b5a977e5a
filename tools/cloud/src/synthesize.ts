import { rmSync } from 'node:fs';
import { App, CloudFormationValidatePlugin, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { type Finding, readFindings } from './findings.ts';
import { stripTraces } from './strip-traces.ts';

/**
 * Writes the cloud assembly of the stacks that `addStacks` adds to `outdir`, which is emptied first, and answers
 * what the offline validator and the security rules found. The same sources give the same bytes.
 */
export function synthesize(outdir: string, addStacks: (app: App) => void): Finding[] {
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
    context,
  });
  addStacks(app);
  // CDK's class leaves optional members undefined, which exactOptionalPropertyTypes does not let its interface do.
  const validator = new CloudFormationValidatePlugin() as IPolicyValidationPlugin;
  Validations.of(app).addPlugins(validator, new AwsSolutionsChecks(app));
  app.synth();
  stripTraces(outdir);
  return readFindings(outdir);
}

const context = {
  // The caller reads the report and decides; CDK would end the process instead.
  '@aws-cdk/core:failSynthOnValidationErrors': false,
  // Otherwise every ERROR and FATAL of the validator is written down as a warning.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // They name the folder of this clone: the same sources would give other bytes elsewhere.
  'aws:cdk:disable-creation-stack-traces': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
};
