import { Readable } from 'node:stream';
import type { ServiceResponse } from '../../../gateway/service.ts';
import { emptyAnswer, plainXml } from '../answer.ts';
import { S3Error } from '../error.ts';
import { checkKey, objectArn } from '../object-address.ts';
import { existingBucket, requireAccess, type S3Call, type S3Operation } from '../object-call.ts';
import { authenticateForm, type FormFields, headersOfForm } from '../signing/form-fields.ts';
import { commitObject } from '../writing/commit-object.ts';
import { type FormUpload, readForm } from '../writing/form-data.ts';
import { objectDetailsOf } from '../writing/object-details.ts';
import { type ObjectTag, parseTagDocument } from '../writing/object-tags.ts';
import { storeFile } from '../writing/store-file.ts';

/** A browser's upload: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const postObject: S3Operation = async (outer, context) => {
  existingBucket(outer, context);
  const { request } = outer;
  const source = request.stream ?? Readable.from([request.body]);
  const form = await readForm(request.headers['content-type'] ?? '', source);
  const key = keyOf(form);
  const fields = new Map([...form.fields, ['bucket', outer.bucket], ['key', key]]);
  const { caller, sizes } = authenticateForm(fields, context);
  const call = { ...outer, ...headersOfForm(fields), key, request: { ...request, caller } };
  requireAccess('s3:PutObject', objectArn(call), call.request, context);
  const details = { ...objectDetailsOf(call), tags: tagsOf(fields) };
  if (details.tags.length > 0) requireAccess('s3:PutObjectTagging', objectArn(call), call.request, context);
  const body = await storeFile(form.file, fields, sizes, context);
  const record = { ...details, ...body, multipart: false };
  commitObject({ call, eventName: 'ObjectCreated:Post', record }, context);
  return answer(call, fields, body.etag);
};

function keyOf({ fields, fileName }: FormUpload): string {
  const key = fields.get('key');
  if (key === undefined || key === '')
    throw new S3Error(
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

function answer({ bucket, key, request }: S3Call, fields: FormFields, etag: string): ServiceResponse {
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
