import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { type Finding, readFindings } from './findings.ts';

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
    context: CONTEXT,
  });
  addStacks(app);
  // CDK's class leaves optional members undefined, which exactOptionalPropertyTypes does not let its interface do.
  const validator = new CloudFormationValidatePlugin() as IPolicyValidationPlugin;
  Validations.of(app).addPlugins(validator, new AwsSolutionsChecks(app));
  app.synth();
  stripTraces(outdir);
  return readFindings(outdir);
}

const CONTEXT = {
  // The caller reads the report and decides; CDK would end the process instead.
  '@aws-cdk/core:failSynthOnValidationErrors': false,
  // Otherwise every ERROR and FATAL of the validator is written down as a warning.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // They name the folder of this clone: the same sources would give other bytes elsewhere.
  'aws:cdk:disable-creation-stack-traces': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
};

const metadata = z.record(z.string(), z.array(z.record(z.string(), z.json())));

/**
 * Takes the stack traces out of a cloud assembly's metadata files. CDK writes one with every accepted finding and
 * has no switch for it; they name the folder of this clone, so that the same sources would give other bytes elsewhere.
 */
function stripTraces(cloudAssembly: string): void {
  for (const name of readdirSync(cloudAssembly).filter((file) => file.endsWith('.metadata.json'))) {
    const path = join(cloudAssembly, name);
    const entries = metadata.parse(JSON.parse(readFileSync(path, 'utf8')));
    const stripped = Object.entries(entries).map(([id, list]) => [
      id,
      list.map(({ trace: _, ...rest }) => rest),
    ]);
    writeFileSync(path, JSON.stringify(Object.fromEntries(stripped), undefined, 2));
  }
}
