import { S3Error } from './error.ts';

/** An element of a request's body; namespaces and attributes are read over. */
export type XmlElement = { name: string; text: string; children: XmlElement[] };

const DEEPEST = 8;

/**
 * The root element. Throws `S3Error` for what is no XML, and for document types. Each character is looked at once: what
 * a mark opens is searched for its end, and the reading goes on there.
 */
export function parseXml(source: string): XmlElement {
  const document: XmlElement = { name: '', text: '', children: [] };
  const open = [document];
  for (let at = source.startsWith('\ufeff') ? 1 : 0; at < source.length;) {
    if (source[at] === '<') at = readMarkup(source, at, open);
    else {
      const end = source.indexOf('<', at);
      const text = source.slice(at, end === -1 ? source.length : end);
      addText(open, unescapeXml(text));
      at += text.length;
    }
  }
  const [root] = document.children;
  if (root === undefined || open.length > 1 || document.children.length > 1 || document.text.trim() !== '')
    throw new S3Error('MalformedXML');
  return root;
}

/** Reads what begins with `<`; answers where it ends. */
function readMarkup(source: string, at: number, open: XmlElement[]): number {
  if (source.startsWith('<?', at)) return behind(source, '?>', at + 2);
  if (source.startsWith('<!--', at)) return behind(source, '-->', at + 4);
  if (source.startsWith('<![CDATA[', at)) {
    const end = behind(source, ']]>', at + 9);
    addText(open, source.slice(at + 9, end - 3));
    return end;
  }
  return readTag(source, at, open);
}

function behind(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  if (found === -1) throw new S3Error('MalformedXML');
  return found + mark.length;
}

const NAME = /[A-Za-z_][\w.:-]*/y;

function readTag(source: string, at: number, open: XmlElement[]): number {
  const closes = source[at + 1] === '/';
  NAME.lastIndex = at + (closes ? 2 : 1);
  const name = NAME.exec(source)?.[0];
  if (name === undefined) throw new S3Error('MalformedXML');
  const end = tagEnd(source, NAME.lastIndex);
  if (closes) closeElement(open, name);
  else openElement(open, name, source[end - 1] === '/');
  return end + 1;
}

/** Where the `>` of a tag stands; one in quotes is part of an attribute. */
function tagEnd(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === '>') return at;
    if (character === '"' || character === "'") at = behind(source, character, at + 1) - 1;
    else if (character === '<') break;
  }
  throw new S3Error('MalformedXML');
}

function addText(open: XmlElement[], text: string): void {
  const parent = open.at(-1);
  if (parent !== undefined) parent.text += text;
}

function openElement(open: XmlElement[], name: string, empty: boolean): void {
  const element = { name: localName(name), text: '', children: [] };
  open.at(-1)?.children.push(element);
  if (!empty) open.push(element);
  if (open.length > DEEPEST) throw new S3Error('MalformedXML');
}

function closeElement(open: XmlElement[], name: string): void {
  if (open.length < 2 || open.pop()?.name !== localName(name)) throw new S3Error('MalformedXML');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));?/g,
    (_, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = name === undefined ? codePoint(code) : ENTITIES.get(name);
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
