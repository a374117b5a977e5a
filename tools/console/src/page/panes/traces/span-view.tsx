import type { ComponentChildren } from 'preact';
import type { TraceSpan } from '../../../api/traces.ts';
import { TextView } from '../../parts/text-view.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

/** All that is known of a span: who, for what, what went in, what came out, what it logged. */
export function SpanView({ span }: { span: TraceSpan }) {
  const t = texts();
  const { name, started, requestId, trigger, resource, denied, input, output, lines = [] } = span;
  const log = lines.map(({ time, line }) => `${timeOfDay(new Date(time))} ${line}`).join('\n');
  return (
    <section class="span" aria-label={name}>
      <h2>{name}</h2>
      <dl class="facts">
        <Fact name={t.started}>
          <Time at={started} />
        </Fact>
        <Fact name={t.functionName}>{span.function}</Fact>
        <Fact name={t.request}>
          {requestId && (
            <>
              <code>{requestId}</code> <a href={`${hrefOf('logs')}?request=${requestId}`}>{t.allLines}</a>
            </>
          )}
        </Fact>
        <Fact name={t.trigger}>{trigger}</Fact>
        <Fact name={t.resource}>{resource && <code>{resource}</code>}</Fact>
        <Fact name={t.lacks}>
          {denied && (
            <>
              <code>{denied.action}</code> <code>{denied.resource}</code>{' '}
              <a href={`${hrefOf('denied')}?q=${encodeURIComponent(denied.action)}`}>{t.why}</a>
            </>
          )}
        </Fact>
      </dl>
      {input !== undefined && <TextView label={t.input} text={input} />}
      {output !== undefined && <TextView label={t.output} text={output} />}
      {log !== '' && <TextView label={t.log} text={log} />}
    </section>
  );
}

/** Nothing where it is not known. */
function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === undefined || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
