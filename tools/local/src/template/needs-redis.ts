import type { StackTemplate } from './template.ts';

/** Whether a stack has a Redis: without one, none is started. */
export function needsRedis({ template }: Pick<StackTemplate, 'template'>): boolean {
  return Object.values(template.Resources).some(({ Type }) => Type === 'AWS::ElastiCache::ReplicationGroup');
}
