import { readFileSync } from 'node:fs';
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
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** One statement of a policy of one function. */
export type Granted = { functionName: string; policyId: string; index: number; actions: string[] };

/** Every statement that the templates of a stack grant to its functions. */
export function grantedStatements(assembly: string, stack: string): Granted[] {
  const text = readFileSync(join(assembly, `${stack}.template.json`), 'utf8');
  const all = Object.entries(template.parse(JSON.parse(text)).Resources);
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
      const functionName = Roles.map(({ Ref }) => functions.get(Ref)).find((name) => name !== undefined);
      if (functionName === undefined) return [];
      return PolicyDocument.Statement.map(({ Action }, index) => ({
        ...{ functionName, policyId, index },
        actions: [Action].flat(),
      }));
    });
}

/** Takes one statement out of the resources of a template. */
export function removeStatement(all: z.infer<typeof resources>, { policyId, index }: Granted): void {
  const policy = all[policyId];
  if (policy === undefined) throw new Error(`there is no policy ${policyId}`);
  const properties = policyProperties.parse(policy.Properties);
  properties.PolicyDocument.Statement.splice(index, 1);
  policy.Properties = z.json().parse(properties);
}
