import { escapeXml } from '../../../gateway/xml.ts';
import { type Shape, type Structure, wireName } from './query-shape.ts';

function element(name: string, ...children: string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** The output's fields as XML elements, in the order of the table; absent values are left out. */
export function queryOutput(output: object, fields: Structure['fields']): string {
  const values = new Map<string, unknown>(Object.entries(output));
  return Object.entries(fields)
    .map(([field, shape]) => write(wireName(field, shape), values.get(field), shape))
    .join('');
}

function write(name: string, value: unknown, shape: Shape): string {
  if (value === undefined || value === null) return '';
  if (shape.kind === 'list')
    return itemsOf(value)
      .map((item) => write(name, item, shape.item))
      .join('');
  if (shape.kind === 'map') {
    return Object.entries(value)
      .map(([key, item]) =>
        element(name, element(shape.key, escapeXml(key)), write(shape.value, item, shape.item)),
      )
      .join('');
  }
  if (shape.kind === 'structure') return element(name, queryOutput(Object(value), shape.fields));
  return element(name, escapeXml(String(value)));
}

const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
