import type { PermissionReport } from '@hanok/console';

export type ReportedFunction = PermissionReport['functions'][number];

type Granted = ReportedFunction['granted'][number];

/** The permissions of one function as text: those that were used, that were not, and that it lacks. */
export function permissionTable({ functionName, roleName, granted, denied }: ReportedFunction): string {
  const used = granted.filter(({ times }) => times > 0);
  const unused = granted.filter(({ times, unseen }) => times === 0 && unseen === undefined);
  const unseen = granted.filter((one) => one.unseen !== undefined);
  const sections = [
    section('granted and used', used, ({ times }) => `${times} calls`),
    section('granted and not used', unused, () => 'remove it, or send the event that needs it'),
    section('granted, and not seen on this machine', unseen, ({ unseen: why = '' }) => why),
    denied.length === 0 ? '  used and denied: none' : deniedSection(denied),
  ];
  return [`${functionName} (role ${roleName})`, ...sections].join('\n');
}

function section(title: string, rows: readonly Granted[], note: (row: Granted) => string): string {
  if (rows.length === 0) return `  ${title}: none`;
  const width = Math.max(...rows.map(({ action }) => action.length));
  const shown = rows.map(
    (row) => `    ${row.action.padEnd(width)}  ${row.resources.join(', ')}  (${note(row)})`,
  );
  return [`  ${title}`, ...shown].join('\n');
}

function deniedSection(denied: ReportedFunction['denied']): string {
  const shown = denied.map(
    ({ action, resource, times, missing }) =>
      `    ${action}  ${resource}  (${times} calls; missing: ${JSON.stringify(missing)})`,
  );
  return ['  used and denied', ...shown].join('\n');
}
