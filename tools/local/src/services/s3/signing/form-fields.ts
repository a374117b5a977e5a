import { S3Error } from '../error.ts';
import type { S3Call } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import { checkPolicy, type SizeRange } from './post-policy.ts';
import { checkSignature, parseScope } from './signature-v4.ts';

/** The fields of a form by name in lower case. */
export type FormFields = ReadonlyMap<string, string>;

/** Whose form it is, and what its policy allows. The signature is checked for keys that the stack gave out. */
export function authenticateForm(fields: FormFields, { now, secretOf, callerOf }: S3Context) {
  const policy = fields.get('policy');
  const [credential, signature] = [fields.get('x-amz-credential'), fields.get('x-amz-signature')];
  if (policy === undefined) throw new S3Error('AccessDenied');
  if (
    credential === undefined ||
    signature === undefined ||
    fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256'
  )
    throw new S3Error(
      'InvalidArgument',
      'POST requires x-amz-algorithm, x-amz-credential, x-amz-date and x-amz-signature',
    );
  const scope = parseScope(credential);
  const secret = secretOf(scope.accessKeyId);
  if (secret !== undefined) checkSignature(signature, policy, scope, secret);
  const sizes: SizeRange = checkPolicy(policy, fields, now());
  return { caller: callerOf(scope.accessKeyId), sizes };
}

const NOT_HEADERS = /^(key|policy|bucket|file|tagging|success_action_.*|redirect|acl|submit)$/;

/** The fields of a form stand for headers. */
export function headersOfForm(fields: FormFields): Pick<S3Call, 'header' | 'headersWith'> {
  const headers = new Map([...fields].filter(([name]) => !NOT_HEADERS.test(name)));
  const acl = fields.get('acl');
  if (acl !== undefined) headers.set('x-amz-acl', acl);
  return {
    header: (name) => headers.get(name),
    headersWith: (prefix) => [...headers].filter(([name]) => name.startsWith(prefix)),
  };
}
