const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/** Text as XML holds it. A carriage return is written as a reference: a parser would read a bare one as a line feed. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? character);
}

/**
 * Elements in the order of the members; an item of a list stands in a `member` of its own, one of a Map in an `entry`, what
 * is undefined nowhere.
 */
export function memberXml(content: unknown): string {
  if (content === undefined || content === null) return '';
  if (typeof content !== 'object') return escapeXml(String(content));
  if (Array.isArray(content)) return content.map((item) => `<member>${memberXml(item)}</member>`).join('');
  if (content instanceof Map)
    return [...content].map(([key, value]) => `<entry>${memberXml({ key, value })}</entry>`).join('');
  return Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${memberXml(value)}</${name}>`)
    .join('');
}
