import type { ServiceResponse } from '../../gateway/service.ts';
import { commitObject } from './commit-object.ts';
import { type FormUpload, readForm } from './form-data.ts';
import { authenticateForm, type FormFields, headersOfForm } from './form-fields.ts';
import { checkKey, objectArn } from './object-address.ts';
import {
  emptyAnswer,
  existingBucket,
  type ObjectCall,
  type ObjectOperation,
  requireAccess,
} from './object-call.ts';
import { objectDetailsOf } from './object-details.ts';
import { ObjectError } from './object-error.ts';
import { type ObjectTag, parseTagDocument } from './object-tags.ts';
import { storeFile } from './store-file.ts';
import { plainXml } from './xml.ts';

/** A browser's upload: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const postObject: ObjectOperation = async (outer, context) => {
  existingBucket(outer, context);
  const { request } = outer;
  const source = request.stream ?? [request.body];
  const form = await readForm(String(request.headers['content-type'] ?? ''), asyncBuffers(source));
  const key = keyOf(form);
  const fields = new Map([...form.fields, ['bucket', outer.bucket], ['key', key]]);
  const { caller, sizes } = authenticateForm(fields, context);
  const call = { ...outer, ...headersOfForm(fields), key, request: { ...request, caller } };
  requireAccess('s3:PutObject', objectArn(call), call.request, context);
  const details = { ...objectDetailsOf(call), tags: tagsOf(fields) };
  const { segment, etag } = await storeFile(form.file, fields, sizes, context.bodies);
  const record = {
    ...details,
    etag,
    size: segment.size,
    modified: context.now(),
    segments: [segment],
    multipart: false,
  };
  commitObject({ address: call, eventName: 'ObjectCreated:Post', call, record }, context);
  return answer(call, fields, etag);
};

async function* asyncBuffers(source: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield* source;
}

function keyOf({ fields, fileName }: FormUpload): string {
  const key = fields.get('key');
  if (key === undefined || key === '')
    throw new ObjectError(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      { ArgumentName: 'key' },
    );
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  const whole = key.replaceAll('${filename}', () => name);
  checkKey(whole);
  return whole;
}

function tagsOf(fields: FormFields): ObjectTag[] {
  const document = fields.get('tagging');
  return document === undefined ? [] : parseTagDocument(document);
}

function answer({ bucket, key, request }: ObjectCall, fields: FormFields, etag: string): ServiceResponse {
  const headers = {
    etag: `"${etag}"`,
    location: `http://${request.headers.host ?? ''}/${bucket}/${encodeURIComponent(key)}`,
  };
  const redirect = URL.parse(fields.get('success_action_redirect') ?? '');
  if (redirect !== null) {
    for (const [name, value] of Object.entries({ bucket, key, etag: headers.etag }))
      redirect.searchParams.set(name, value);
    return emptyAnswer(303, { ...headers, location: redirect.href });
  }
  const status = fields.get('success_action_status');
  if (status === '200') return emptyAnswer(200, headers);
  if (status !== '201') return emptyAnswer(204, headers);
  const body = plainXml('PostResponse', {
    Location: headers.location,
    Bucket: bucket,
    Key: key,
    ETag: headers.etag,
  });
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
}
