/** A template that the local stack cannot run; `where` is `<stack>.<logical id>` or the section. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly where: string;

  constructor(where: string, problem: string, options?: ErrorOptions) {
    super(`${where}: ${problem}`, options);
    this.where = where;
  }
}
