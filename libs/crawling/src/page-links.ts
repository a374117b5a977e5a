import { MAX_CRAWL_URL, MAX_LINK_BYTES, MAX_LINKS } from '@hanok/events';

/** The links of a page, absolute, and whether there were more than are kept. */
export type PageLinks = { links: string[]; isCut: boolean };

/**
 * The `href`s of a page as URLs: http and https only, fragments left out, each once and in order. `base` is the page's
 * own `base href`, which is passed over when it is no http or https URL.
 */
export function resolveLinks(hrefs: Iterable<string>, page: URL, base: string | undefined): PageLinks {
  const from = (base !== undefined && resolveLink(base, page)) || page;
  const links = new Set<string>();
  let bytes = 2;
  for (const href of hrefs) {
    const link = resolveLink(href, from)?.href;
    if (link === undefined || links.has(link)) continue;
    bytes += Buffer.byteLength(JSON.stringify(link)) + 1;
    if (links.size === MAX_LINKS || bytes > MAX_LINK_BYTES) return { links: [...links], isCut: true };
    links.add(link);
  }
  return { links: [...links], isCut: false };
}

function resolveLink(href: string, base: URL): URL | undefined {
  if (!URL.canParse(href, base.href)) return undefined;
  const link = new URL(href, base);
  link.hash = '';
  const isKept = /^https?:$/.test(link.protocol) && link.href.length <= MAX_CRAWL_URL;
  return isKept ? link : undefined;
}
