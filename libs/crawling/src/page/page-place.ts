/** Elements whose text is not shown. */
const HIDDEN = new Set(['iframe', 'noembed', 'noframes', 'noscript', 'script', 'style', 'template', 'title']);
/** Elements of SVG and MathML whose content is HTML again. */
const INTEGRATION_POINTS = new Set(['desc', 'foreignObject', 'mi', 'mn', 'mo', 'ms', 'mtext', 'title']);
/** Elements of HTML that end a drawing or a formula in which they stand. */
const BREAKOUTS = new Set(
  `b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol
  p pre ruby s small span strike strong sub sup table tt u ul var`.split(/\s+/),
);

/** What an element within a page belongs to. */
export type Place = {
  /** Elements that are open. */
  readonly depth: number;
  /** Text is not shown here. */
  readonly isHidden: boolean;
  /** Within a `template`: not part of the document. */
  readonly isTemplate: boolean;
  /** An element here is one of HTML, where a browser that runs scripts reads elements: not in a `noscript`. */
  readonly isHtml: boolean;
};

/**
 * Follows the elements that open and close. `enter` answers where the element stands, before what it opens itself.
 * https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign
 */
export function trackPlace(): {
  place: Readonly<Place>;
  enter(name: string): Place;
  leave(name: string): void;
} {
  let depth = 0;
  const open = { hidden: 0, template: 0, noscript: 0 };
  /** The drawings, formulas and integration points that are open, by their depth. */
  const contexts: { depth: number; isForeign: boolean }[] = [];
  const count = (name: string, by: 1 | -1) => {
    if (HIDDEN.has(name)) open.hidden += by;
    if (name === 'template' || name === 'noscript') open[name] += by;
  };
  const place: Place = {
    get depth() {
      return depth;
    },
    get isHidden() {
      return open.hidden > 0;
    },
    get isTemplate() {
      return open.template > 0;
    },
    get isHtml() {
      return open.noscript === 0 && contexts.at(-1)?.isForeign !== true;
    },
  };
  return {
    place,
    enter(name) {
      const context = contexts.at(-1);
      if (context && BREAKOUTS.has(name)) context.isForeign = false;
      const { isHidden, isTemplate, isHtml } = place;
      depth++;
      count(name, 1);
      if (name === 'svg' || name === 'math') contexts.push({ depth, isForeign: true });
      else if (context?.isForeign && INTEGRATION_POINTS.has(name)) contexts.push({ depth, isForeign: false });
      return { depth, isHidden, isTemplate, isHtml };
    },
    leave(name) {
      if (contexts.at(-1)?.depth === depth) contexts.pop();
      depth--;
      count(name, -1);
    },
  };
}
