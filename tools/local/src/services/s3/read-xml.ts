import { S3Error } from './error.ts';

/** An element of a request's body; namespaces and attributes are read over. */
export type XmlElement = { name: string; text: string; children: XmlElement[] };

const TOKEN =
  /<(?<close>\/?)(?<name>[A-Za-z_][\w.:-]*)[^<>]*?(?<empty>\/?)>|<\?[^<>]*\?>|<!--[\s\S]*?-->|(?<text>[^<]+)/y;
const DEEPEST = 8;

/** The root element. Throws `S3Error` for what is no XML, and for document types. */
export function parseXml(source: string): XmlElement {
  const document: XmlElement = { name: '', text: '', children: [] };
  const open = [document];
  for (let end = source.startsWith('\ufeff') ? 1 : 0; end < source.length; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const match = TOKEN.exec(source);
    if (match === null) throw new S3Error('MalformedXML');
    const { close, name, empty, text } = match.groups ?? {};
    const parent = open.at(-1) ?? document;
    if (text !== undefined) parent.text += unescapeXml(text);
    else if (close === '/') closeElement(open, name);
    else if (name !== undefined) openElement(open, name, empty === '/');
  }
  const [root] = document.children;
  if (root === undefined || open.length > 1 || document.children.length > 1)
    throw new S3Error('MalformedXML');
  return root;
}

function openElement(open: XmlElement[], name: string, empty: boolean): void {
  const element = { name: name.slice(name.indexOf(':') + 1), text: '', children: [] };
  open.at(-1)?.children.push(element);
  if (!empty) open.push(element);
  if (open.length > DEEPEST) throw new S3Error('MalformedXML');
}

function closeElement(open: XmlElement[], name: string | undefined): void {
  if (open.length < 2 || open.pop()?.name !== name?.slice(name.indexOf(':') + 1))
    throw new S3Error('MalformedXML');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));?/g,
    (_, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = name === undefined ? codePoint(code) : ENTITIES[name];
      if (character === undefined) throw new S3Error('MalformedXML');
      return character;
    },
  );
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The text of an element's child; undefined when it has none of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** The children of one name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
