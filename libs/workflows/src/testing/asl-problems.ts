import { createRequire } from 'node:module';

type Validate = (definition: unknown) => { errors: { 'Error code': string; Message: string }[] };

// The package ships no declarations of its types.
const validate = createRequire(import.meta.url)('asl-validator') as Validate;

/** What `asl-validator` finds wrong with a definition, once its functions' names are replaced by ARNs as deployed. */
export function aslProblems(definition: object): string[] {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:$1';
  const deployed: unknown = JSON.parse(JSON.stringify(definition).replace(/\$\{([\w-]+)\}/g, arn));
  return validate(deployed).errors.map((error) => `${error['Error code']}: ${error.Message}`);
}
