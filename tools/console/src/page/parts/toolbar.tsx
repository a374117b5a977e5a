import type { ComponentChildren } from 'preact';
import { texts } from '../i18n/texts.ts';
import { queryValue, setQueryValue } from '../router/place.ts';

type ToolbarProps = {
  /** Shown in the filter while it is empty: what can be looked for. */
  hint: string;
  /** Rows that are shown, and rows that there are. */
  count?: { shown: number; all: number };
  children?: ComponentChildren;
};

/** Above every list: its filter, which is the value `q` of the query, and how many rows there are. */
export function Toolbar({ hint, count, children }: ToolbarProps) {
  const { filter, rows } = texts();
  return (
    <div class="toolbar" role="search">
      <label class="filter">
        <span class="unseen">{filter}</span>
        <input
          type="search"
          data-key="filter"
          placeholder={hint}
          value={queryValue('q')}
          onInput={({ currentTarget }) => setQueryValue('q', currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      {children}
      {count && (
        <output class="count" data-part="count">
          {rows(count.shown, count.all)}
        </output>
      )}
    </div>
  );
}
