import { useRef } from 'preact/hooks';

/**
 * What is open of a list, which stays open when it is not among what is read next, such as that of another filter. Who
 * opens it while that comes finds it in the list before.
 * `list`: undefined where nothing is known, as of a stack that has ended.
 */
export function useOpened<Item extends { id: number }>(
  list: readonly Item[] | undefined,
  openId: string | undefined,
): Item | undefined {
  const opened = useRef<Item | undefined>(undefined);
  const lists = useRef<readonly (readonly Item[])[]>([]);
  if (list !== undefined && list !== lists.current[0]) lists.current = [list, ...lists.current.slice(0, 1)];
  const found = list && lists.current.flat().find(({ id }) => String(id) === openId);
  const isSame = list !== undefined && String(opened.current?.id) === openId;
  if (found !== undefined || !isSame) opened.current = found;
  return opened.current;
}
