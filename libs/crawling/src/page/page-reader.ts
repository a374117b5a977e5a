import { Parser } from 'htmlparser2';

/** How deep elements may nest, as deep as browsers keep them: each closing tag is looked for among the open ones. */
const MAX_DEPTH = 512;
/** Most different `href`s that are kept to be resolved. */
const MAX_HREFS = 20_000;
/** Longest title before white space is taken out of it. */
const MAX_RAW_TITLE = 10_000;
/** Elements whose text is not shown. */
const HIDDEN: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template', 'title']);

/** The values of a page's tags, unchanged, and the length of its text; the first of each tag counts. */
type ReadPage = {
  title?: string | undefined;
  description?: string | undefined;
  base?: string | undefined;
  hrefs: Set<string>;
  textLength: number;
  /** Reading stopped before the end, or left links out. */
  isCut: boolean;
};

/** Where the reader is: how many elements are open, how many of them are hidden or drawings, and whether in the title. */
type Place = { depth: number; hidden: number; drawings: number; inTitle: boolean };
type Attributes = Readonly<Record<string, string>>;

/** Reads a page in pieces; `end` answers what it has found. Never throws, whatever the text is. */
export function createPageReader(): { write(text: string): void; end(): ReadPage } {
  const page: ReadPage = { hrefs: new Set(), textLength: 0, isCut: false };
  const place: Place = { depth: 0, hidden: 0, drawings: 0, inTitle: false };
  const parser = new Parser({
    onopentag: (name, attributes) => {
      enter(name, page, place);
      takeTag(name, attributes, page);
    },
    onclosetag: (name) => leave(name, place),
    ontext: (text) => takeText(text, page, place),
  });
  return {
    write: (text) => {
      if (place.depth <= MAX_DEPTH) parser.write(text);
      else page.isCut = true;
    },
    end: () => {
      parser.end();
      return page;
    },
  };
}

/** The `title` of a drawing is a label of its shapes, not the page's. */
function enter(name: string, page: ReadPage, place: Place): void {
  place.depth++;
  if (HIDDEN.has(name)) place.hidden++;
  if (name === 'svg') place.drawings++;
  if (name !== 'title' || page.title !== undefined || place.drawings > 0) return;
  page.title = '';
  place.inTitle = true;
}

function leave(name: string, place: Place): void {
  place.depth--;
  if (HIDDEN.has(name)) place.hidden--;
  if (name === 'svg') place.drawings--;
  if (name === 'title') place.inTitle = false;
}

function takeTag(name: string, { href, name: metaName, content }: Attributes, page: ReadPage): void {
  if (name === 'base') page.base ??= href;
  else if (name === 'meta' && metaName?.toLowerCase() === 'description') page.description ??= content;
  else if ((name === 'a' || name === 'area') && href !== undefined) takeLink(href, page);
}

function takeLink(href: string, page: ReadPage): void {
  if (page.hrefs.size < MAX_HREFS) page.hrefs.add(href);
  else page.isCut ||= !page.hrefs.has(href);
}

/** A pair of surrogates is one character: the second ones are not counted. */
function takeText(text: string, page: ReadPage, { inTitle, hidden }: Place): void {
  if (inTitle) takeTitle(text, page);
  else if (hidden === 0) page.textLength += text.replace(/[\s\udc00-\udfff]+/g, '').length;
}

function takeTitle(text: string, page: ReadPage): void {
  const { title = '' } = page;
  if (title.length < MAX_RAW_TITLE) page.title = (title + text).slice(0, MAX_RAW_TITLE);
}
