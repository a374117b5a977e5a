import type { ComponentChildren } from 'preact';
import type { Resource } from '../data/use-resource.ts';
import { texts } from '../i18n/texts.ts';

type NoticeProps = { title: string; tone?: 'bad'; children?: ComponentChildren };

/** What stands where there is nothing else to show: what is so, and what to do. */
export function Notice({ title, tone, children }: NoticeProps) {
  return (
    <section class={['notice', tone].filter(Boolean).join(' ')} role={tone === 'bad' ? 'alert' : undefined}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

type LoadedProps<Value> = { of: Resource<Value>; children: (value: Value) => ComponentChildren };

/** Shows a resource once it is read; until then that it is being read, or why it could not be. */
export function Loaded<Value>({ of: resource, children }: LoadedProps<Value>) {
  const { failed, gone, loading } = texts();
  if (resource.state === 'loading') return <p class="loading">{loading}</p>;
  if (resource.state === 'ready') return <>{children(resource.value)}</>;
  const { status, message } = resource.error;
  return (
    <Notice title={failed} tone="bad">
      <p>{status === 404 ? gone : message}</p>
    </Notice>
  );
}
