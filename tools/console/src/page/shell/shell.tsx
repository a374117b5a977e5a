import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { connection } from '../data/live.ts';
import { texts } from '../i18n/texts.ts';
import { isPaneName, PANES } from '../panes/panes.ts';
import type { PaneProps } from '../panes/pane.ts';
import { Command } from '../parts/command.tsx';
import { Notice } from '../parts/notice.tsx';
import { Toasts } from '../parts/toast.tsx';
import { go, hrefOf, place } from '../router/place.ts';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { Navigation } from './navigation.tsx';

const [FIRST_PANE = ''] = Object.keys(PANES);

/** All of the page: what runs, the panes, and the one that is open. */
export function Shell() {
  return (
    <>
      <a class="skip" href="#content">
        {texts().skip}
      </a>
      <Header />
      <Navigation />
      <main id="content" tabIndex={-1}>
        <Content />
      </main>
      <Toasts />
      <Help />
    </>
  );
}

function Content() {
  const { stopped, notFound } = texts();
  const { pane, path } = place.value;
  useEffect(() => {
    if (pane === '') go(hrefOf(FIRST_PANE));
  }, [pane]);
  if (connection.value === 'stopped')
    return (
      <Notice title={stopped.title} tone="bad">
        <p>{stopped.text}</p>
        <Command text="npm start" />
      </Notice>
    );
  if (pane === '') return null;
  if (!isPaneName(pane)) return <Notice title={notFound.title}>{notFound.text}</Notice>;
  return <PaneContent key={pane} name={pane} path={path} />;
}

function PaneContent({ name, path }: PaneProps & { name: keyof typeof PANES }) {
  const loaded = useSignal<{ Component: ComponentType<PaneProps> }>();
  useEffect(() => {
    void PANES[name].load().then((Component) => (loaded.value = { Component }));
  }, [name, loaded]);
  useSignalEffect(() => {
    document.title = `${texts().panes[name]} · Hanok`;
  });
  if (loaded.value === undefined) return null;
  const { Component } = loaded.value;
  return <Component path={path} />;
}
