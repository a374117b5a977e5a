import { escapeXml } from '../../gateway/aws-query.ts';

/** What an element holds: text, elements by name in their order, or a list, which repeats the element. */
export type XmlContent =
  string | number | boolean | undefined | readonly XmlContent[] | { readonly [name: string]: XmlContent };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document of S3's namespace. */
export function xmlDocument(root: string, content: XmlContent): string {
  return `${DECLARATION}<${root} xmlns="${NAMESPACE}">${inner(content)}</${root}>`;
}

/** A document without a namespace, as errors are. */
export function plainXml(root: string, content: XmlContent): string {
  return `${DECLARATION}<${root}>${inner(content)}</${root}>`;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

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
