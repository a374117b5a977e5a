import {
  type CreateDependencies,
  DependencyType,
  type ProjectConfiguration,
  type TargetConfiguration,
} from '@nx/devkit';
import { ZIP_TOOLS } from './targets.ts';

/**
 * What no import says: an app depends on the packages that make its zip and on those with native code, and a project on
 * every other project of which a target of it needs a target, as `cloud` needs the zips. So `nx affected` knows them.
 */
export const createDependencies: CreateDependencies = (_, { projects, externalNodes }) => {
  const all = Object.entries(projects);
  const edges = all.flatMap(([name, { root, targets = {}, metadata }]) => {
    const native = metadata !== undefined && 'native' in metadata ? metadata.native : [];
    const packages = root.startsWith('apps/') ? [...ZIP_TOOLS, ...(Array.isArray(native) ? native : [])] : [];
    const needed = Object.values(targets)
      .flatMap(({ dependsOn = [] }) => dependsOn)
      .flatMap((need) => projectsOf(need, all));
    return [...packages.map((each) => `npm:${each}`), ...needed].map((target) => ({ source: name, target }));
  });
  const isKnown = (target: string) => target in projects || target in (externalNodes ?? {});
  const unique = new Map(edges.map((edge) => [`${edge.source} ${edge.target}`, edge]));
  return [...unique.values()]
    .filter(({ source, target }) => source !== target && isKnown(target))
    .map((edge) => ({ ...edge, type: DependencyType.implicit }));
};

type Need = NonNullable<TargetConfiguration['dependsOn']>[number];

/** The projects that an entry of `dependsOn` names: `project:target`, or names and tags with `*`. */
function projectsOf(need: Need, all: readonly [string, ProjectConfiguration][]): string[] {
  if (typeof need === 'string') {
    const name = need.slice(0, Math.max(need.lastIndexOf(':'), 0));
    return name === '' ? [] : [name];
  }
  return [need.projects ?? []].flat().flatMap((pattern) => {
    const isMatch = (text: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
    const isNamed = ([name, { tags = [], targets = {} }]: [string, ProjectConfiguration]) =>
      need.target in targets && [name, ...tags.map((tag) => `tag:${tag}`)].some(isMatch);
    return all.filter(isNamed).map(([name]) => name);
  });
}
