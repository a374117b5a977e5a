import { Fragment } from 'preact';
import type { PermissionReport } from '../../../api/denied.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Loaded } from '../../parts/notice.tsx';
import { texts } from './texts.ts';

type Reported = PermissionReport['functions'][number];

/** What functions may do and did, and what they were denied: of one function, or of each. */
export function GrantedView({ functionName }: { functionName?: string }) {
  const t = texts();
  const path = apiPath(['permissions'], { functionName });
  const resource = useResource<PermissionReport>(path, ['denied', 'invocation']).value;
  return (
    <Loaded of={resource}>
      {({ functions }) =>
        functions.map((each) => (
          <details key={each.functionName} open={functionName !== undefined}>
            <summary>
              {functionName === undefined ? each.functionName : t.granted}: {t.counts(countsOf(each))}
            </summary>
            <Facts of={each} />
          </details>
        ))
      }
    </Loaded>
  );
}

function Facts({ of: { granted, denied } }: { of: Reported }) {
  const t = texts();
  const rows = [
    ...denied.map(({ action, resource, times }) => [action, `${t.denied} ${times}×: ${resource}`]),
    ...granted.map(({ action, resources, times, unseen }) => {
      const use = times > 0 ? `${t.used} ${times}×` : unseen === undefined ? t.unused : t.unseen;
      return [action, `${use}: ${resources.join(', ')}`];
    }),
  ];
  return (
    <dl class="facts">
      {rows.map(([action, text]) => (
        <Fragment key={text}>
          <dt>
            <code>{action}</code>
          </dt>
          <dd>{text}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function countsOf({ granted, denied }: Reported): { used: number; unused: number; denied: number } {
  const used = granted.filter(({ times }) => times > 0).length;
  const unused = granted.filter(({ times, unseen }) => times === 0 && unseen === undefined).length;
  return { used, unused, denied: denied.length };
}
