import type { ServiceResponse } from '../../gateway/service.ts';
import { escapeXml } from '../../gateway/xml.ts';
import type { StoredChecksum } from './store/object-rows.ts';
import { checksumHeader } from './writing/checksums.ts';

/** What an element holds: text, elements by name in their order, or a list, which repeats the element. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Every object of S3 is encrypted, if only by a key of its own. */
export const ENCRYPTED = { 'x-amz-server-side-encryption': 'AES256' };

export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** A checksum as documents write it. */
export function checksumFields(checksum: StoredChecksum | undefined): Record<string, string> {
  return checksum === undefined
    ? {}
    : { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): ServiceResponse {
  return { status, headers, body: '' };
}

/** 200 with a document of S3's namespace. */
export function xmlAnswer(
  root: string,
  content: XmlContent,
  headers: Record<string, string> = {},
): ServiceResponse {
  const body = `${DECLARATION}<${root} xmlns="${NAMESPACE}">${inner(content)}</${root}>`;
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** A document without a namespace, as errors are. */
export function plainXml(root: string, content: XmlContent): string {
  return `${DECLARATION}<${root}>${inner(content)}</${root}>`;
}

function inner(content: XmlContent): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeControls(escapeXml(String(content)));
  if (Array.isArray(content)) return content.map(inner).join('');
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((item: XmlContent) => element(name, item)).join('');
  return `<${name}>${inner(content)}</${name}>`;
}

/** S3 writes control characters of keys as references, which XML 1.0 has no place for: clients ask for `url` instead. */
function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\ufffe\uffff]/gu, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}
