import { computed, signal } from '@preact/signals';

/** Where the page lies at the gateway; every place in it is a path below. */
const BASE = '/_hanok';

const address = signal(new URL(location.href));

/** Where the page is: the pane by its name, what is open in it, and the query. */
export const place = computed(() => {
  const [pane = '', ...path] = address.value.pathname
    .slice(BASE.length)
    .split('/')
    .filter(Boolean)
    .map(decoded);
  return { pane, path, query: address.value.searchParams };
});

/** The URL of a pane, or of an object in it; the query, which is how its list is filtered, stays within a pane. */
export function hrefOf(pane: string, ...path: readonly string[]): string {
  const query = pane === place.value.pane ? address.value.search : '';
  return [BASE, ...[pane, ...path].map(encodeURIComponent)].join('/') + query;
}

/** Goes to a URL of the page; `back` of the browser returns. */
export function go(href: string): void {
  if (href !== address.value.pathname + address.value.search) history.pushState(undefined, '', href);
  arrive();
}

/** Closes what is open in the pane, one after the other. */
export function closeOpen(): void {
  const { pane, path } = place.value;
  if (path.length > 0) go(hrefOf(pane, ...path.slice(0, -1)));
}

/** A value in the query, such as that of a filter; empty when it is not there. */
export function queryValue(name: string): string {
  return place.value.query.get(name) ?? '';
}

/** Sets a value in the query in place, so that `back` does not go through each letter of a filter. */
export function setQueryValue(name: string, value: string): void {
  const next = new URL(address.value);
  if (value === '') next.searchParams.delete(name);
  else next.searchParams.set(name, value);
  history.replaceState(undefined, '', next);
  arrive();
}

/** Lets links to the page change the place without loading it again. */
export function followLinks(): void {
  addEventListener('popstate', arrive);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.origin !== location.origin) return;
    if (link.pathname !== BASE && !link.pathname.startsWith(`${BASE}/`)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function arrive(): void {
  address.value = new URL(location.href);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
