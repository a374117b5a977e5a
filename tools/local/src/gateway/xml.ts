const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** What an element of the query protocol holds; an item of a list stands in a `member` of its own. */
export type XmlContent =
  string | number | boolean | undefined | readonly XmlContent[] | { readonly [name: string]: XmlContent };

/** The content as XML, its elements in their order; what is undefined is left out. */
export function memberXml(content: XmlContent): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeXml(String(content));
  if (isList(content)) return content.map((item) => `<member>${memberXml(item)}</member>`).join('');
  return Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${memberXml(value)}</${name}>`)
    .join('');
}

function isList(content: object): content is readonly XmlContent[] {
  return Array.isArray(content);
}
