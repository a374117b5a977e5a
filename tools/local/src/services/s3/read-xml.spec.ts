import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeXml } from '../../gateway/xml.ts';
import { parseXml, type XmlElement } from './read-xml.ts';

const text = fc.string({ unit: fc.constantFrom('a', ' ', '<', '>', '&', '"', "'", ']]>', '한', '😀', '\n') });
const name = fc.constantFrom('Key', 'Tag', 'a.b-c', '_x');
const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.record({
    name,
    text,
    children: fc.oneof(
      { maxDepth: 3 },
      fc.constant<XmlElement[]>([]),
      fc.array(tie('element'), { maxLength: 3 }),
    ),
  }),
}));

/** The same element in the ways that a client may write it. */
function write({ name, text, children }: XmlElement, style: number): string {
  const attribute = ['', ' xmlns="http://a/"', " a='>' b=\"'\"", '\n'][style % 4] ?? '';
  const inner = children.map((child) => write(child, style)).join('<!-- <a> -->');
  const cdata = text.includes(']]>') ? escapeXml(text) : `<![CDATA[${text}]]>`;
  if (text === '' && inner === '')
    return style % 2 === 0 ? `<${name}${attribute}/>` : `<n:${name}></n:${name} >`;
  return `<${name}${attribute}>${style % 3 === 0 ? cdata : escapeXml(text)}${inner}</${name}>`;
}

describe('parseXml', () => {
  it('reads what a client may write, in any of its ways', () => {
    fc.assert(
      fc.property(element, fc.nat(11), (given, style) => {
        expect(parseXml(`\ufeff<?xml version="1.0"?>\n${write(given, style)}\n`)).toEqual(given);
      }),
    );
  });

  it.each([
    ...['', 'a', '<a>', '<a', '<a b="></a>', '</a>', '<a></b>', '<a/><b/>', '<a/>b', '<a>&x;</a>', '<!--'],
    ...['<a><![CDATA[</a>', '<!DOCTYPE a><a/>', '<a <b/></a>', '<1/>', '<a>'.repeat(9) + '</a>'.repeat(9)],
  ])('refuses %s', (source) => {
    expect(() => parseXml(source)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});
