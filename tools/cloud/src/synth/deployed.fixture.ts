import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const dist = fileURLToPath(new URL('../../../../dist', import.meta.url));

/** What target `synth` writes, and so what deploys. `nx test cloud` makes it first. */
export const assembly = `${dist}/cdk.out`;

/** The zips that target `synth` puts into the assembly. */
export const zips = `${dist}/apps`;

/** The template of a stack as it deploys. */
export function deployedTemplate(stack: string): Template {
  const text = readFileSync(`${assembly}/${stack}.template.json`, 'utf8');
  return Template.fromJSON(z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
}

const SUFFIX = '.template.json';
const resources = z.record(z.string(), z.looseObject({ Type: z.string() }));

/** The resources of every template that deploys. */
export function deployedResources() {
  return readdirSync(assembly)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .flatMap((stack) =>
      Object.entries(resources.parse(deployedTemplate(stack).toJSON()['Resources'])).map(
        ([id, resource]) => ({ stack, id, resource }),
      ),
    );
}

/** Of an app whose templates a spec reads by hand: CDK's validator, which takes seconds, sees what deploys. */
export const UNVALIDATED = { builtinCloudFormationValidation: false };
