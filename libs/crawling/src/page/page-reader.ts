import { Parser } from 'htmlparser2';
import { charsetOfMeta } from '../charset/prescan.ts';
import { type Place, trackPlace } from './page-place.ts';

/** How deep elements may nest, as deep as browsers keep them: each closing tag is looked for among the open ones. */
const MAX_DEPTH = 512;
/** Most different `href`s that are kept to be resolved. */
const MAX_HREFS = 20_000;
/** Longest title before white space is taken out of it. */
const MAX_RAW_TITLE = 10_000;

/** The values of a page's tags, unchanged, and the length of its text; the first of each tag counts. */
type ReadPage = {
  title?: string | undefined;
  description?: string | undefined;
  base?: string | undefined;
  charset?: string | undefined;
  hrefs: Set<string>;
  textLength: number;
  /** Reading stopped before the end, or left links out. */
  isCut: boolean;
};
type Attributes = Readonly<Record<string, string>>;

/**
 * Reads a page in pieces; `end` answers what it has found. Title, description and base are those of a browser that runs
 * scripts: what stands in a `template`, a `noscript` or a drawing is not the page's. Links in a `noscript` are kept, since
 * they stand there for readers without scripts. In XML an element may end itself. Never throws, whatever the text is.
 */
export function createPageReader({ isXml }: { isXml: boolean }): {
  write(text: string): void;
  /** The encoding that a `meta` has named so far. */
  charset(): string | undefined;
  end(): ReadPage;
} {
  const page: ReadPage = { hrefs: new Set(), textLength: 0, isCut: false };
  const { place, enter, leave } = trackPlace();
  let isInTitle = false;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const at = enter(name);
        isInTitle = name === 'title' && page.title === undefined && at.isHtml && !at.isTemplate;
        if (isInTitle) page.title = '';
        takeTag(name, attributes, page, at);
      },
      onclosetag: (name) => {
        leave(name);
        if (name === 'title') isInTitle = false;
      },
      ontext: (text) => {
        if (isInTitle) takeTitle(text, page);
        else if (!place.isHidden) page.textLength += lengthOf(text);
      },
    },
    { recognizeSelfClosing: isXml, recognizeCDATA: isXml },
  );
  return {
    write: (text) => {
      if (place.depth <= MAX_DEPTH) parser.write(text);
      else page.isCut = true;
    },
    charset: () => page.charset,
    end: () => {
      parser.end();
      return page;
    },
  };
}

function takeTag(name: string, attributes: Attributes, page: ReadPage, at: Place): void {
  if (name === 'meta' && at.isHtml) page.charset ??= charsetOfMeta(attributes);
  if (at.isTemplate) return;
  const { href, name: metaName, content } = attributes;
  if ((name === 'a' || name === 'area') && href !== undefined) takeLink(href, page);
  else if (name === 'base' && at.isHtml) page.base ??= href;
  else if (name === 'meta' && at.isHtml && metaName?.toLowerCase() === 'description')
    page.description ??= content;
}

function takeLink(href: string, page: ReadPage): void {
  if (page.hrefs.size < MAX_HREFS) page.hrefs.add(href);
  else page.isCut ||= !page.hrefs.has(href);
}

/** White space is not counted. A pair of surrogates is one character: the second ones are not counted. */
const lengthOf = (text: string) => text.replace(/[\s\udc00-\udfff]+/g, '').length;

function takeTitle(text: string, page: ReadPage): void {
  const { title = '' } = page;
  if (title.length < MAX_RAW_TITLE) page.title = (title + text).slice(0, MAX_RAW_TITLE);
}
