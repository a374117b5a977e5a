import { sourcesOf } from '@hanok/nx-plugin/bundle-app';
import { checkTemplates, CLOUD_APP } from './check-templates.ts';
import type { WatchEvent } from './watch-event.ts';

const CLOUD_SOURCES = 'tools/cloud/src/';

/** Says when changes make other templates than those that run. `templates`: by stack, without the hashes of assets. */
export function createTemplateWatch(
  workspace: string,
  templates: ReadonlyMap<string, string>,
  onEvent: (event: WatchEvent) => void,
) {
  let told = '';

  return async function check(changed: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    if (!(await concerns(changed)) || signal.aborted) return;
    const checked = await checkTemplates(workspace, templates, signal);
    if (signal.aborted) return;
    if ('failure' in checked) return onEvent({ kind: 'failed', functions: [], text: checked.failure });
    const now = checked.changed.join(', ');
    if (now !== '' && now !== told) onEvent({ kind: 'restart', changed: now });
    told = now;
  };

  async function concerns(changed: ReadonlySet<string>): Promise<boolean> {
    const files = [...changed];
    if (files.some((file) => file.startsWith(CLOUD_SOURCES))) return true;
    const libs = files.filter((file) => file.startsWith('libs/'));
    if (libs.length === 0) return false;
    // Sources that cannot be read as they are now say so in the apps' bundles.
    const sources = await sourcesOf(workspace, CLOUD_APP).catch(() => undefined);
    return libs.some((file) => sources?.includes(file));
  }
}
