import type { MetricPage, MetricSeries } from '../../../api/metrics.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { queryValue, setQueryValue } from '../../router/place.ts';
import { FunctionTable } from './function-table.tsx';
import { figure } from './figure.ts';
import { texts } from './texts.ts';

const TIMES = [5, 15, 60, 180, 1_440];
const USUAL_MINUTES = '60';

/** The metrics of the stack as small lines: the six of each function, below them all others, and the alarms. */
export function MetricsPane() {
  const t = texts();
  const minutes = queryValue('minutes') || USUAL_MINUTES;
  const [text, namespace] = [queryValue('q'), queryValue('namespace')];
  const path = apiPath(['metrics'], { text, namespace, minutes });
  const resource = useResource<MetricPage>(path, ['metric']).value;
  const page = resource.state === 'ready' ? resource.value : undefined;
  const others = page?.metrics.filter((metric) => !isOfFunction(metric) && !isAgain(metric)) ?? [];
  return (
    <>
      <Toolbar hint={t.hint} {...(page && { count: { shown: page.metrics.length, all: page.known } })}>
        <Choice
          label={t.namespace}
          name="namespace"
          options={[['', t.allNamespaces], ...(page?.namespaces ?? []).map((each) => [each, each] as const)]}
        />
        <Choice
          label={t.minutes}
          name="minutes"
          usual={USUAL_MINUTES}
          options={TIMES.map((each) => [String(each), t.lastMinutes(each)] as const)}
        />
      </Toolbar>
      <Loaded of={resource}>
        {({ known, metrics, alarms }) => (
          <>
            <AlarmLine alarms={alarms} />
            {known === 0 && (
              <Notice title={t.none.title}>
                <p>{t.none.text}</p>
                <Command text="npm run demo" />
              </Notice>
            )}
            {known > 0 && metrics.length === 0 && <Notice title={t.noMatch} />}
            <FunctionTable metrics={metrics.filter(isOfFunction)} />
            {others.length > 0 && (
              <Rows
                label={t.metrics}
                rows={others}
                columns={columns()}
                keyOf={({ namespace: space, name, dimensions }) =>
                  JSON.stringify([space, name, ...Object.entries(dimensions)])
                }
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function isOfFunction({ namespace, dimensions }: MetricSeries): boolean {
  return namespace === 'AWS/Lambda' && Object.keys(dimensions).join() === 'FunctionName';
}

/** Lambda reports what it reports of a function again with its name as a resource. */
function isAgain({ namespace, dimensions }: MetricSeries): boolean {
  return namespace === 'AWS/Lambda' && 'Resource' in dimensions;
}

type ChoiceProps = {
  label: string;
  /** Of the value in the query. */
  name: string;
  usual?: string;
  options: readonly (readonly [string, string])[];
};

function Choice({ label, name, usual = '', options }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={queryValue(name) || usual}
      onChange={({ currentTarget: { value } }) => setQueryValue(name, value === usual ? '' : value)}
    >
      {options.map(([value, shown]) => (
        <option key={value} value={value}>
          {shown}
        </option>
      ))}
    </select>
  );
}

function AlarmLine({ alarms }: Pick<MetricPage, 'alarms'>) {
  const t = texts();
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  if (alarms.length === 0) return null;
  return (
    <section class="alarm-line" aria-label={t.alarms}>
      {ringing.length === 0 && <Badge tone="good">{t.allOk(alarms.length)}</Badge>}
      {ringing.map(({ name, state, reason }) => (
        <span key={name} title={reason}>
          <Badge tone="bad">{t.states[state]}</Badge> {name}
        </span>
      ))}
    </section>
  );
}

function columns(): readonly Column<MetricSeries>[] {
  const t = texts();
  return [
    { title: t.namespace, width: '112px', cell: ({ namespace }) => namespace },
    { title: t.name, width: 'minmax(160px, 1fr)', cell: ({ name }) => name },
    {
      title: t.dimensions,
      width: 'minmax(160px, 1.2fr)',
      cell: ({ dimensions }) =>
        Object.entries(dimensions)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
    },
    {
      title: t.course,
      width: '120px',
      cell: (metric) => <Sparkline label={`${metric.name}: ${figure(metric)}`} values={metric.values} />,
    },
    { title: t.value, width: '88px', isNumber: true, cell: figure },
    { title: t.statistic, width: '72px', cell: ({ statistic }) => statistic },
    { title: t.count, width: '64px', isNumber: true, cell: ({ count }) => count },
  ];
}
