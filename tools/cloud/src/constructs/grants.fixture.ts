import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const getAtt = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const ref = z
  .object({ Ref: z.string() })
  .transform(({ Ref }) => (Ref.startsWith('AWS::') ? `<${Ref}>` : Ref.slice(0, -8)));
const resource = z.union([
  z.string(),
  ref,
  getAtt.transform(({ 'Fn::GetAtt': [id, attribute] }) => `${id.slice(0, -8)}.${attribute}`),
]);
const joined = z
  .object({ 'Fn::Join': z.tuple([z.string(), z.array(resource)]) })
  .transform(({ 'Fn::Join': [separator, parts] }) => parts.join(separator));

const statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  Resource: z.union([resource, joined]).or(z.array(z.union([resource, joined]))),
});
const policy = z.object({
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(statement) }),
    Roles: z.array(z.object({ Ref: z.string() })),
  }),
});

/** Actions by resource, as `<logical id without its hash>.<attribute>…`, of the role whose logical id begins with `role`. */
export function grantsOf(template: Template, role: string): Record<string, string[]> {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map((one) => policy.parse(one));
  const grants = policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref.startsWith(role)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Resource].flat().map((name) => ({ name, Action })));
  const byName = Object.groupBy(grants, ({ name }) => name);
  return Object.fromEntries(
    Object.entries(byName).map(([name, all = []]) => [name, all.flatMap(({ Action }) => Action).sort()]),
  );
}
