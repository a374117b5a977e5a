import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const statement = z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) });
const resources = z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.json().optional() }));
const template = z.looseObject({ Resources: resources });
const functionProperties = z.looseObject({
  FunctionName: z.string(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
});
const policyProperties = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(statement) }),
  Roles: z.tuple([z.object({ Ref: z.string() })]),
});

/** One statement of a policy. `holder`: the function whose role has it, or else the role. */
export type Granted = { stack: string; holder: string; policyId: string; index: number; actions: string[] };

const fileOf = (assembly: string, stack: string) => join(assembly, `${stack}.template.json`);
const readTemplate = (assembly: string, stack: string) =>
  template.parse(JSON.parse(readFileSync(fileOf(assembly, stack), 'utf8')));

/** The stacks of an assembly. */
export function stacksOf(assembly: string): string[] {
  const files = readdirSync(assembly).filter((each) => each.endsWith('.template.json'));
  return files.map((each) => each.replace('.template.json', ''));
}

/** Every statement of every policy of a stack. */
export function grantedStatements(assembly: string, stack: string): Granted[] {
  const all = Object.entries(readTemplate(assembly, stack).Resources);
  const functions = new Map(
    all
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([, { Properties }]) => functionProperties.parse(Properties))
      .map(({ FunctionName, Role }) => [Role['Fn::GetAtt'][0], FunctionName]),
  );
  return all
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .flatMap(([policyId, { Properties }]) => {
      const { PolicyDocument, Roles } = policyProperties.parse(Properties);
      const [{ Ref: role }] = Roles;
      const holder = functions.get(role) ?? role;
      return PolicyDocument.Statement.map(({ Action }, index) => ({
        ...{ stack, holder, policyId, index, actions: [Action].flat() },
      }));
    });
}

/** An assembly beside another one, with the same zips, whose template lacks these statements. */
export function assemblyWithout(assembly: string, statements: readonly Granted[]) {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-permission-removal-'));
  for (const name of readdirSync(assembly)) symlinkSync(join(assembly, name), join(folder, name));
  for (const stack of new Set(statements.map((each) => each.stack))) {
    const changed = readTemplate(assembly, stack);
    const removed = statements.filter((each) => each.stack === stack);
    for (const policyId of new Set(removed.map((each) => each.policyId)))
      takeOut(
        changed.Resources,
        policyId,
        removed.filter((each) => each.policyId === policyId).map(({ index }) => index),
      );
    rmSync(fileOf(folder, stack));
    writeFileSync(fileOf(folder, stack), JSON.stringify(changed));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function takeOut(all: z.infer<typeof resources>, policyId: string, removed: readonly number[]): void {
  const policy = all[policyId];
  if (policy === undefined) throw new Error(`there is no policy ${policyId}`);
  const properties = policyProperties.parse(policy.Properties);
  const { Statement } = properties.PolicyDocument;
  properties.PolicyDocument.Statement = Statement.filter((_, index) => !removed.includes(index));
  policy.Properties = z.json().parse(properties);
}
