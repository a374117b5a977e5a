import { createHash } from 'node:crypto';

type ResourceName = { stackName: string; logicalId: string };

/** The name of a resource that the template leaves to CloudFormation: the same on every run, 64 characters at most. */
export function physicalName({ stackName, logicalId }: ResourceName): string {
  return `${stackName}-${logicalId}`.slice(0, 64);
}

/** Lower-case hexadecimal id of a resource, the same on every run; as in `vpc-0a1b2c3d`. */
export function physicalId({ stackName, logicalId }: ResourceName, length: number): string {
  return digest(stackName, logicalId).slice(0, length);
}

/** A UUID of a resource, the same on every run. */
export function physicalUuid({ stackName, logicalId }: ResourceName): string {
  return digest(stackName, logicalId)
    .slice(0, 32)
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

function digest(stackName: string, logicalId: string): string {
  return createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
}
