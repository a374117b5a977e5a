import type { ComponentChildren } from 'preact';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

/** A place of this pane without what the present one filters by. */
export function placeOf(...path: readonly string[]): string {
  return hrefOf('data', ...path).replace(/\?.*$/, '');
}

type StoreHeadProps = { kind: 'table' | 'queue' | 'bucket'; name: string; children?: ComponentChildren };

/** What is open, and the way back to all of it. */
export function StoreHead({ kind, name, children }: StoreHeadProps) {
  const t = texts();
  return (
    <header class="store-head">
      <a data-key="close" href={placeOf()}>
        {t.all}
      </a>
      <span aria-hidden="true">/</span>
      <h2>
        {t.kinds[kind]} {name}
      </h2>
      {children}
    </header>
  );
}
