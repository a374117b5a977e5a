/** Something that is wrong (`error`) or may not be meant so (`warning`). */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly message: string;
};

export function finding(severity: Finding['severity'], path: string, message: string): Finding {
  return { severity, path, message };
}
