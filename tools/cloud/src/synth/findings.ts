import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** One finding of CDK's offline validator or of a rule pack; `where` names constructs or templates. */
export type Finding = {
  source: string;
  rule: string;
  severity: string;
  description: string;
  where: string[];
};

const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      metadata: z.object({ error: z.string().optional() }).default({}),
      violations: z.array(
        z.object({
          ruleName: z.string(),
          description: z.string(),
          severity: z.string().default('error'),
          violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })).default([]),
        }),
      ),
    }),
  ),
});

type PluginReport = z.infer<typeof report>['pluginReports'][number];

/** Every finding in the validation report of a cloud assembly, accepted ones left out. */
export function readFindings(cloudAssembly: string): Finding[] {
  const text = readFileSync(join(cloudAssembly, 'validation-report.json'), 'utf8');
  return report.parse(JSON.parse(text)).pluginReports.flatMap(findingsOf);
}

function findingsOf({ pluginName: source, metadata, violations }: PluginReport): Finding[] {
  const found = violations.map((violation) => ({
    source,
    rule: violation.ruleName,
    severity: violation.severity.toLowerCase(),
    description: violation.description,
    where: violation.violatingConstructs.flatMap(({ constructPath }) => constructPath ?? []),
  }));
  // A validator that breaks down reports its own error and no violation.
  const broken = metadata.error;
  if (broken === undefined) return found;
  return [...found, { source, rule: 'validator failed', severity: 'fatal', description: broken, where: [] }];
}

/** Whether the build fails: a finding has severity ERROR or FATAL. */
export function failsBuild(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error' || severity === 'fatal');
}

/** A finding on one line. */
export function describeFinding({ source, rule, severity, description, where }: Finding): string {
  return `${severity} ${rule} (${source}) ${where.join(', ')}: ${description}`;
}
