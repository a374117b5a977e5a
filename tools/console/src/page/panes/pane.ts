import type { ComponentType } from 'preact';

/** What a pane is told of the place: the segments of the path below its name. */
export type PaneProps = { path: readonly string[] };

type PaneGroup = 'observe' | 'act' | 'systems';

/** A pane of the page: a folder of its own, loaded when it is first opened. */
export type Pane = {
  group: PaneGroup;
  /** Loads the component of the pane. */
  load(): Promise<ComponentType<PaneProps>>;
};
