import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { go } from '../router/place.ts';
import type { Tone } from './badge.tsx';
import { ROW_PX, useScroll, useStillRows } from './scrolling.ts';

export type Column<Row> = {
  title: string;
  /** A track of a CSS grid, such as `8rem` or `minmax(0, 1fr)`. */
  width: string;
  /** For numbers. */
  isNumber?: boolean;
  cell(row: Row): ComponentChildren;
};

type RowsProps<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf(row: Row): string;
  /** Where Enter and a click lead. */
  hrefOf?(row: Row): string;
  /** Key of the row that is open. */
  selected?: string | undefined;
  toneOf?(row: Row): Tone | undefined;
  /** Called when the last rows are near: the list may have more. */
  onNearEnd?(): void;
};

/** Rows above and below what is seen that are there already. */
const SPARE_ROWS = 12;

/**
 * A table of which only the rows in sight are in the document: a hundred thousand rows scroll as ten do. One row is in
 * the order of tabs; arrow keys, Home, End and the page keys move, Enter opens. Rows that come in above leave what is
 * seen in its place.
 */
export function Rows<Row>(props: RowsProps<Row>) {
  const { label, rows, columns, keyOf, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { top, height } = useScroll(scroller);
  const focused = useSignal<string>();
  const wantsFocus = useRef(false);
  const hasFocus = useRef(false);
  useStillRows(scroller, rows, keyOf);

  const wanted = focused.value ?? selected;
  // No index of all rows: while many are live, it would be made anew for each that comes in.
  const found = useMemo(() => rows.findIndex((row) => keyOf(row) === wanted), [rows, wanted]);
  const at = Math.max(0, found);
  const first = useComputed(() => Math.max(0, Math.floor(top.value / ROW_PX) - SPARE_ROWS)).value;
  const count = useComputed(() => Math.ceil(height.value / ROW_PX) + 2 * SPARE_ROWS).value;
  const last = Math.min(rows.length, first + count);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  if (at < rows.length && (at < first || at >= last)) shown.push(at);

  const isNearEnd = last >= rows.length - SPARE_ROWS;
  useEffect(() => {
    if (isNearEnd) props.onNearEnd?.();
  }, [isNearEnd, rows]);
  const moveTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    focused.value = keyOf(row);
    wantsFocus.current = true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height.value / ROW_PX) - 2);
    const targets: Readonly<Record<string, number>> = {
      ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page },
      ...{ Home: 0, End: rows.length - 1 },
    };
    const target = targets[event.key];
    const row = rows[at];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && !isOnControl(event) && row !== undefined && props.hrefOf)
      go(props.hrefOf(row));
    else return;
    event.preventDefault();
  };
  // Before the next key comes: one that is pressed where the focus is gone would be lost.
  useLayoutEffect(() => {
    // A row that has the focus may have gone with what is listed.
    const isLost = hasFocus.current && document.activeElement === document.body;
    if (!wantsFocus.current && !isLost) return;
    wantsFocus.current = false;
    const row = scroller.current?.querySelector('[role="row"][tabindex="0"]');
    if (!(row instanceof HTMLElement)) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  });
  const tracks = columns.map(({ width }) => width).join(' ');
  return (
    <div
      ref={scroller}
      class="rows"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      style={{ '--columns': tracks }}
      onKeyDown={onKeyDown}
      onFocusIn={() => (hasFocus.current = true)}
      onFocusOut={({ target }) =>
        queueMicrotask(() => {
          if (target instanceof Node && target.isConnected) hasFocus.current = false;
        })
      }
    >
      <div class="row head" role="row" aria-rowindex={1}>
        {columns.map(({ title, isNumber }) => (
          <div key={title} role="columnheader" class={isNumber ? 'number' : undefined}>
            {title}
          </div>
        ))}
      </div>
      <div class="body" role="rowgroup" style={{ height: `${rows.length * ROW_PX}px` }}>
        {shown.map((index) => {
          const row = rows[index];
          if (row === undefined) return null;
          const key = keyOf(row);
          const isFocused = index === at;
          return <OneRow key={key} {...props} {...{ row, index, isFocused }} isOpen={key === selected} />;
        })}
      </div>
    </div>
  );
}

type OneRowProps<Row> = RowsProps<Row> & { row: Row; index: number; isFocused: boolean; isOpen: boolean };

function OneRow<Row>({ row, index, isFocused, isOpen, columns, hrefOf, toneOf }: OneRowProps<Row>) {
  const href = hrefOf?.(row);
  const open = (event: MouseEvent) => {
    if (href !== undefined && !isOnControl(event) && getSelection()?.isCollapsed !== false) go(href);
  };
  return (
    <div
      class={['row', href && 'opens', toneOf?.(row)].filter(Boolean).join(' ')}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      tabIndex={isFocused ? 0 : -1}
      style={{ top: `${index * ROW_PX}px` }}
      onClick={open}
    >
      {columns.map(({ title, isNumber, cell }, column) => (
        <div key={title} role="gridcell" class={isNumber ? 'number' : undefined}>
          {column === 0 && href !== undefined ? (
            <a href={href} tabIndex={-1}>
              {cell(row)}
            </a>
          ) : (
            cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

function isOnControl({ target }: Event): boolean {
  return target instanceof Element && target.closest('a, button') !== null;
}
